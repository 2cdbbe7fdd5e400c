using RaftTorture.Kv.Api;
using RaftTorture.Running.Ports;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Faults;

/// <summary>Has nodes write a snapshot. The receipt is that the latest snapshot of each includes more than before.</summary>
internal static class SnapshotInjector
{
    /// <summary>Confirmed if each node that had something new wrote it, and at least one did: a node that stands still has nothing to write.</summary>
    public static async Task<FaultEffect> TakeAsync(IEnumerable<INode> nodes, CancellationToken cancellation)
    {
        var seen = await Task.WhenAll(nodes.Select(node => TakeAsync(node, cancellation)));
        var evidence = string.Join("; ", seen.Select(each => each.Evidence));
        return new FaultEffect(seen.All(each => each.HasRisen ?? true) && seen.Any(each => each.HasRisen is true), evidence);
    }

    private static async Task<Sight> TakeAsync(INode node, CancellationToken cancellation)
    {
        if (await node.Api.StatusAsync(cancellation) is not { } before)
            return new Sight(false, $"{node.Id} does not answer");
        if (before.Applied <= before.Snapshot)
            return new Sight(null, $"{node.Id} has applied nothing since its snapshot at {before.Snapshot}");
        var isGranted = false;
        var effect = await Petition.MakeAsync(TryAsync, cancellation);
        return new Sight(effect.Confirmed, effect.Evidence);

        async Task<FaultEffect?> TryAsync(Petition petition)
        {
            isGranted = isGranted || await AskAsync(node, petition, cancellation);
            return await node.Api.StatusAsync(cancellation) is { } now && now.Snapshot > before.Snapshot ? Risen(before, now, petition) : null;
        }
    }

    private static async Task<bool> AskAsync(INode node, Petition petition, CancellationToken cancellation)
    {
        var reply = await node.Admin.SnapshotAsync(cancellation);
        petition.Note(node.Id, "snapshot", reply);
        return reply is AdminReply.Ok;
    }

    private static FaultEffect Risen(NodeStatusDto before, NodeStatusDto now, Petition petition) =>
        new(true, $"{now.Id} snapshot {before.Snapshot} > {now.Snapshot}, log from {before.FirstIndex} > {now.FirstIndex}, after {petition.ElapsedMs:0} ms");

    /// <param name="HasRisen">Null if there was nothing to write.</param>
    private sealed record Sight(bool? HasRisen, string Evidence);
}
