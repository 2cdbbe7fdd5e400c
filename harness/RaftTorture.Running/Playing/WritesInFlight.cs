using System.Collections.Concurrent;
using System.Collections.Immutable;
using RaftTorture.Checking.Histories;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Running.Playing;

/// <summary>Writes that clients have sent and nobody has answered yet.</summary>
internal sealed class WritesInFlight
{
    private readonly ConcurrentDictionary<ProcessId, WriteSight> _open = new();

    public ImmutableArray<WriteSight> Now => [.. _open.Values];

    public void Began(HistoryEvent invocation)
    {
        if (invocation is { F: not Functions.Read, Key: { } key, Node: { } node })
            _open[invocation.Process] = new WriteSight(key, node, invocation.TimeNs);
    }

    public void Ended(HistoryEvent invocation) => _open.TryRemove(invocation.Process, out _);
}
