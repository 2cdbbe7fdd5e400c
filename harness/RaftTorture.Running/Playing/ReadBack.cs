using RaftTorture.Checking.Histories;
using RaftTorture.Running.Recording;
using RaftTorture.Scenarios;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Running.Playing;

/// <summary>The final reads: every key that was ever used is read until it answers, for as long as any answer comes.</summary>
internal sealed class ReadBack(Plan plan, HistoryRecorder recorder) : IDisposable
{
    /// <summary>Reading back is not load and goes fast; but a client that is refused at once must not spin.</summary>
    private const long MeanGapNs = 1_000_000;

    private readonly TimeSpan _patience = TimeSpan.FromSeconds(plan.LivenessSeconds);
    private readonly CancellationTokenSource _stall = new();
    private readonly SortedSet<string> _unread = new(StringComparer.Ordinal);

    /// <summary>Keys that nobody got an answer for, in order of their names.</summary>
    public IReadOnlyList<string> UnreadKeys()
    {
        lock (_unread)
            return [.. _unread];
    }

    public async Task PlayAsync(Interpreter interpreter, CancellationToken interrupt)
    {
        var keys = recorder.Snapshot().Select(e => e.Key).OfType<string>().Distinct().ToList();
        lock (_unread)
            _unread.UnionWith(keys);
        var reads = FinalReads.Of(keys, plan.Concurrency);
        var paced = new Stagger<Operation>(MeanGapNs, new Dice(plan.Seed).Fork("final reads"), reads);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupt, _stall.Token);
        _stall.CancelAfter(_patience);
        await interpreter.PlayAsync(paced, stop.Token);
    }

    /// <summary>The limit is on silence, not on the whole: a long run has many keys.</summary>
    public void Saw(Performed performed)
    {
        if (performed.Completed is not { Type: EventType.Ok, Key: { } key })
            return;
        lock (_unread)
        {
            if (_unread.Remove(key))
                _stall.CancelAfter(_patience);
        }
    }

    public void Dispose() => _stall.Dispose();
}
