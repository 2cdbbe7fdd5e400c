using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Targets.Faults;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>
/// Replaces a node as an operator does whose machine has lost its disk: it leaves the cluster, and comes back under its name with nothing, as a
/// learner first. It takes a quorum of the others.
/// </summary>
/// <remarks>From then on the node joins whenever it is started: who founded the cluster is not for it to say any more.</remarks>
/// <param name="nodes">By their names.</param>
/// <param name="diskOf">The disk of a node.</param>
/// <param name="starter">Starts it.</param>
internal sealed class Replacement(IReadOnlyDictionary<string, IWorldNode> nodes, Func<Site, INodeDisk> diskOf, IStarter starter)
{
    private static readonly TimeSpan CatchUpPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly MembershipInjector _membership = new(nodes.ToDictionary(node => node.Key, INode (node) => node.Value));

    /// <summary>Does it all. What failed is tried again from where it stands when it is asked for again.</summary>
    /// <returns>Confirmed if a majority counts the new node as a voter, and it has applied what was committed.</returns>
    /// <exception cref="ClusterException">It cannot be started.</exception>
    /// <exception cref="Kernel.KernelException">Its disk cannot be emptied.</exception>
    public async Task<FaultEffect> ReplaceAsync(IWorldNode node, CancellationToken cancellation)
    {
        var left = await LeaveAsync(node, cancellation);
        if (!left.Confirmed)
            return left;
        if (!await node.KillAsync(cancellation))
            return new FaultEffect(false, $"{node.Id} (pid {node.Life?.Pid}) still lives after SIGKILL");
        await diskOf(node.Site).WipeAsync(cancellation);
        await starter.StartAsync(node, new StartHow(Joins: true), cancellation);
        var grown = await _membership.GrowAsync(node, cancellation);
        return grown with { Evidence = $"replaced: {left.Evidence}; its disk was emptied; {grown.Evidence}" };
    }

    /// <summary>Whether a node needs none: it serves as a voter, and has applied within a short time what was committed at its beginning.</summary>
    public async Task<FaultEffect> HasCaughtUpAsync(IWorldNode node, CancellationToken cancellation)
    {
        var target = (await SurveyAsync(cancellation)).HighestCommit;
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < CatchUpPatience && node.Life is { IsAlive: true };)
        {
            var seen = await SurveyAsync(cancellation);
            if (seen.Majority(member => member.Voters.Contains(node.Id)) is not null && seen.Of(node.Id) is { } itself && itself.Applied >= target && itself.Term >= seen.Leader!.Term)
                return new FaultEffect(true, $"{node.Id} (pid {node.Life?.Pid}) serves as a voter, and has applied {itself.Applied} of {target}");
            await Task.Delay(PollInterval, cancellation);
        }

        return new FaultEffect(false, $"{node.Id} has not caught up with {target}");
    }

    /// <summary>Removes it, unless a majority says already that it is gone.</summary>
    private async Task<FaultEffect> LeaveAsync(IWorldNode node, CancellationToken cancellation)
    {
        var seen = await SurveyAsync(cancellation);
        return seen.Majority(member => !member.Voters.Contains(node.Id) && !member.Learners.Contains(node.Id)) is { } majority
            ? new FaultEffect(true, $"{node.Id} is no member on {string.Join(' ', majority)}")
            : await _membership.ShrinkAsync(node, cancellation);
    }

    private Task<Survey> SurveyAsync(CancellationToken cancellation) => Survey.TakeAsync(nodes.Values, cancellation);
}
