using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Scenarios.Tests.Fakes;

/// <summary>One thing that a generator emitted.</summary>
internal sealed record Played<T>(long AtNs, int Worker, T Item);

/// <summary>Plays a generator in virtual time: every worker takes the same time for everything, and everything ends as a function says.</summary>
internal sealed class Playback<T>(int workers = 1, long latencyNs = 1, Func<Played<T>, Completion>? answer = null)
{
    private readonly PriorityQueue<Played<T>, (long AtNs, long Order)> _underWay = new();
    private readonly List<int> _free = [.. Enumerable.Range(0, workers)];
    private long _nowNs;

    /// <summary>What it emits, up to so many; fewer if it is over before.</summary>
    public IReadOnlyList<Played<T>> Take(IGenerator<T> generator, int count, ClusterView? cluster = null)
    {
        var played = new List<Played<T>>();
        while (played.Count < count)
        {
            var context = new Context(_nowNs, played.Count, _free) { Cluster = cluster ?? ClusterView.Nothing };
            switch (_free.Count == 0 ? new Step<T>.Pending(null, generator) : generator.Next(context))
            {
                case Step<T>.Emit emit:
                    played.Add(Start(emit, played.Count));
                    generator = emit.Then;
                    break;
                case Step<T>.Pending pending:
                    generator = Wait(pending);
                    break;
                default:
                    return played;
            }
        }

        return played;
    }

    private Played<T> Start(Step<T>.Emit emit, long order)
    {
        Assert.That(_free.Remove(emit.Worker), "a generator may only use workers that are free");
        var played = new Played<T>(_nowNs, emit.Worker, emit.Item);
        _underWay.Enqueue(played, (_nowNs + latencyNs, order));
        return played;
    }

    private IGenerator<T> Wait(Step<T>.Pending pending)
    {
        if (!_underWay.TryPeek(out var next, out var due) || pending.UntilNs <= due.AtNs)
        {
            _nowNs = pending.UntilNs ?? throw new InvalidOperationException("waits for ever");
            return pending.Then;
        }

        _nowNs = due.AtNs;
        _underWay.Dequeue();
        _free.Add(next.Worker);
        var completion = answer?.Invoke(next) ?? new Completion.Ok(Checking.Histories.Value.Absent);
        return pending.Then.Observe(new Outcome<T>(next.Worker, next.Item, completion));
    }
}
