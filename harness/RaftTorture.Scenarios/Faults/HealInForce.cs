using System.Collections.Immutable;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Heals everything that is in force, each once, in the order of the families; then it is over.</summary>
/// <remarks>What is not seen to heal stays in force, and is healed again at the end of the run.</remarks>
public sealed record HealInForce : IGenerator<Fault>
{
    private const long RetryNs = 50_000_000;

    /// <summary>How long a cluster may be leaderless before it is asked all the same.</summary>
    private const long PatienceNs = 10_000_000_000;

    private ImmutableArray<Fault> Tried { get; init; } = [];

    private long? SinceNs { get; init; }

    public Step<Fault> Next(Context context)
    {
        var sinceNs = SinceNs ?? context.NowNs;
        var open = context.Cluster.InForce.Where(fault => !Tried.Contains(fault)).MinBy(fault => fault.Kind);
        if (open is null)
            return new Step<Fault>.Done();
        if (open.Kind.NeedsLeaderToHeal() && context.Cluster.IsLeaderless && context.NowNs < sinceNs + PatienceNs)
            return new Step<Fault>.Pending(context.NowNs + RetryNs, this with { SinceNs = sinceNs });
        return new Step<Fault>.Emit(open.Heal!, context.Free[0], this with { SinceNs = sinceNs, Tried = Tried.Add(open) });
    }
}
