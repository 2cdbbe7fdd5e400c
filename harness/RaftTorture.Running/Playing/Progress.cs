using System.Collections.Immutable;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Running.Playing;

/// <summary>Waits until the clients of every node have got something done that was asked after a given moment.</summary>
/// <param name="nodes">The nodes that have clients.</param>
internal sealed class Progress(IEnumerable<string> nodes)
{
    private readonly TaskCompletionSource _isSeen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private ImmutableSortedSet<string> _silent = nodes.ToImmutableSortedSet(StringComparer.Ordinal);
    private long _sinceNs = long.MaxValue;

    /// <summary>Nodes that have shown nothing yet, in order of their names.</summary>
    public IReadOnlyList<string> Silent => _silent;

    /// <summary>Ends when all nodes have shown progress.</summary>
    /// <param name="sinceNs">What was asked earlier does not count: it may have been answered before the heal.</param>
    public Task DemandAsync(long sinceNs)
    {
        Volatile.Write(ref _sinceNs, sinceNs);
        return _isSeen.Task;
    }

    public void Saw(Performed performed)
    {
        if (performed.Completed.Type != EventType.Ok || performed.Invocation.TimeNs < Volatile.Read(ref _sinceNs))
            return;
        lock (_gate)
        {
            _silent = _silent.Remove(performed.Invocation.Node!);
            if (_silent.IsEmpty)
                _isSeen.TrySetResult();
        }
    }
}
