using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Tests.Fakes;

/// <summary>One fault that struck, and why just then.</summary>
internal sealed record Struck(long AtNs, Fault Fault, Cause? Cause);

/// <summary>A nemesis in virtual time: it remembers what is in force and what took effect, and everything that is done takes 50 ms.</summary>
/// <param name="look">What is known of the cluster at a moment, but for what is in force.</param>
internal sealed class Ledger(Func<long, ClusterView>? look = null)
{
    /// <summary>How long everything takes that is done.</summary>
    public long ApplyNs { get; init; } = 50_000_000;

    /// <summary>Whether a fault is seen to take effect.</summary>
    public Predicate<Fault> IsSeen { get; init; } = _ => true;

    /// <summary>When the generator was over.</summary>
    public long EndNs { get; private set; }

    public ImmutableArray<FaultKind> Effective { get; private set; } = [];

    private readonly Func<long, ClusterView> _look = look ?? (_ => new ClusterView("n1", []) { Primaries = ["n1"] });

    public ImmutableArray<Fault> InForce { get; private set; } = [];

    public List<Struck> Played { get; } = [];

    /// <summary>All that a generator does until it is over, or until a moment.</summary>
    public Ledger Play(IGenerator<Fault> generator, long untilNs = long.MaxValue)
    {
        for (var nowNs = 0L; nowNs < untilNs;)
        {
            switch (generator.Next(new Context(nowNs, Played.Count, [0]) { Cluster = _look(nowNs) with { InForce = InForce, Effective = Effective } }))
            {
                case Step<Fault>.Emit emit:
                    Apply(emit, nowNs);
                    generator = emit.Then;
                    nowNs += ApplyNs;
                    break;
                case Step<Fault>.Pending pending:
                    nowNs = Math.Max(nowNs, pending.UntilNs!.Value);
                    generator = pending.Then;
                    break;
                default:
                    EndNs = nowNs;
                    return this;
            }
        }

        return this;
    }

    private void Apply(Step<Fault>.Emit emit, long nowNs)
    {
        InForce = InForce.RemoveAll(open => emit.Item.Equals(open.Heal));
        if (emit.Item.Heal is not null)
            InForce = InForce.Add(emit.Item);
        if (!emit.Item.IsHeal && IsSeen(emit.Item))
            Effective = Effective.Add(emit.Item.Kind);
        Played.Add(new Struck(nowNs, emit.Item, emit.Cause));
    }
}
