using RaftTorture.Kv.Api;
using RaftTorture.Running.Ports;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Faults;

/// <summary>Has members leave and come back. The receipts are what a majority says of its members, whatever was answered to the requests.</summary>
internal sealed class MembershipInjector(IReadOnlyDictionary<string, INode> nodes)
{
    /// <summary>Removes a member. Confirmed if a majority of those who stay counts it no more and commits on.</summary>
    public async Task<FaultEffect> ShrinkAsync(INode node, CancellationToken cancellation)
    {
        var before = await Survey.TakeAsync(nodes.Values, cancellation);
        return await Petition.MakeAsync(petition => TryShrinkAsync(node.Id, before.HighestCommit, petition, cancellation), cancellation);
    }

    /// <summary>Brings it back, as far as it is not: as a learner, and as a voter once it has caught up.</summary>
    /// <remarks>Confirmed if a majority counts it as a voter, and it has applied what was committed when that was first seen.</remarks>
    public async Task<FaultEffect> GrowAsync(INode node, CancellationToken cancellation)
    {
        if (!node.IsRunning)
            return new FaultEffect(false, $"{node.Id} is down or paused, so that it cannot catch up");
        var target = long.MaxValue;
        return await Petition.MakeAsync(TryAsync, cancellation);

        async Task<FaultEffect?> TryAsync(Petition petition)
        {
            var seen = await Survey.TakeAsync(nodes.Values, cancellation);
            if (seen.Majority(member => member.Voters.Contains(node.Id)) is not { } majority)
                return await AskToGrowAsync(node.Id, seen, petition, cancellation);
            target = Math.Min(target, seen.HighestCommit);
            return WhenCaughtUp(seen.Of(node.Id), target, majority, petition);
        }
    }

    private async Task<FaultEffect?> TryShrinkAsync(string node, long commitBefore, Petition petition, CancellationToken cancellation)
    {
        var seen = await Survey.TakeAsync(nodes.Values, cancellation);
        if (LeaderOf(seen, petition) is not { } leader)
            return null;
        petition.Stands((leader.Id, leader.Term, IsMember(leader, node)));
        if (IsMember(leader, node))
            await AskAsync(leader.Id, MemberChange.Remove, node, petition, cancellation);
        else if (seen.Majority(member => !IsMember(member, node) && member.Commit > commitBefore) is { } majority)
            return new FaultEffect(true, $"{node} is no member on {Names(majority)}, committed from {commitBefore} to {seen.HighestCommit}, after {petition.ElapsedMs:0} ms");
        return null;
    }

    private async Task<FaultEffect?> AskToGrowAsync(string node, Survey seen, Petition petition, CancellationToken cancellation)
    {
        if (LeaderOf(seen, petition) is not { } leader)
            return null;
        petition.Stands((leader.Id, leader.Term, leader.Learners.Contains(node), leader.Voters.Contains(node), seen.Of(node)?.Applied));
        if (leader.Learners.Contains(node))
            await AskAsync(leader.Id, MemberChange.Promote, node, petition, cancellation);
        else if (!leader.Voters.Contains(node))
            await AskAsync(leader.Id, MemberChange.AddLearner, node, petition, cancellation);
        return null;
    }

    private static FaultEffect? WhenCaughtUp(NodeStatusDto? back, long target, IReadOnlyList<string> majority, Petition petition)
    {
        petition.Stands((target, back?.Applied));
        return back?.Applied >= target
            ? new FaultEffect(true, $"{back.Id} is a voter on {Names(majority)}, and has applied {back.Applied} of {target}, after {petition.ElapsedMs:0} ms")
            : null;
    }

    private async Task AskAsync(string leader, string change, string node, Petition petition, CancellationToken cancellation) =>
        petition.Note(leader, $"{change} {node}", await nodes[leader].Admin.ChangeMembersAsync(change, node, cancellation));

    private static NodeStatusDto? LeaderOf(Survey seen, Petition petition)
    {
        if (seen.Leader is null)
            petition.Note("nobody leads");
        return seen.Leader;
    }

    private static bool IsMember(NodeStatusDto status, string node) => status.Voters.Contains(node) || status.Learners.Contains(node);

    private static string Names(IReadOnlyList<string> nodes) => string.Join(' ', nodes);
}
