using System.Collections.Concurrent;
using RaftTorture.Checking.Histories;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Running.Playing;

/// <summary>Writes that clients have sent and nobody has answered yet.</summary>
internal sealed class WritesInFlight
{
    private readonly ConcurrentDictionary<ProcessId, WriteSight> _open = new();

    /// <summary>The one that was sent last, or null if there is none.</summary>
    public WriteSight? Latest => _open.Values.MaxBy(write => write.AtNs);

    public void Began(HistoryEvent invocation)
    {
        if (invocation is { F: not Functions.Read, Key: { } key, Node: { } node })
            _open[invocation.Process] = new WriteSight(key, node, invocation.TimeNs);
    }

    public void Ended(HistoryEvent invocation) => _open.TryRemove(invocation.Process, out _);
}
