using RaftTorture.Running.Ports;

namespace RaftTorture.Running.Playing;

/// <summary>Waits until every member answers for itself and has applied what was committed when the faults were healed.</summary>
/// <remarks>Clients cannot show this: they go on to the next node where one is silent. A system none of whose nodes can be asked is not judged by it.</remarks>
/// <param name="members">Of whom it is demanded: the log of a cluster is no business of nodes that have left it.</param>
internal sealed class CatchUp(ICluster cluster, Func<IReadOnlyList<string>> members)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private SortedSet<string> _behind = new(StringComparer.Ordinal);
    private long? _target;

    /// <summary>Nodes that are silent or not as far as was demanded, in order of their names.</summary>
    public IReadOnlyList<string> Behind => [.. _behind];

    /// <summary>Ends when nobody is behind any more, or with the limit.</summary>
    public async Task DemandAsync(CancellationToken limit)
    {
        while (!limit.IsCancellationRequested)
        {
            Look(await AnswersAsync(limit));
            if (_target is not null && _behind.Count == 0)
                return;
            await Task.Delay(Interval, limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Look(IReadOnlyList<NodeStatus> answers)
    {
        if (answers.Count == 0)
            return;
        _target ??= answers.Max(answer => answer.CommitIndex);
        var arrived = answers.Where(answer => answer.AppliedIndex >= _target).Select(answer => answer.Node).ToHashSet();
        _behind = new SortedSet<string>(members().Where(node => !arrived.Contains(node)), StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<NodeStatus>> AnswersAsync(CancellationToken limit)
    {
        try
        {
            return await cluster.ObserveAsync(limit);
        }
        catch (Exception) // No answer says as much as silence; the leader watch notes the reason.
        {
            return [];
        }
    }
}
