using System.Diagnostics;
using RaftTorture.Kv.Api;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Faults;

/// <summary>Has the leader hand over. The receipt is another node that leads a later term, after the old leader said that it had let go.</summary>
internal sealed class TransferInjector(IReadOnlyDictionary<string, INode> nodes)
{
    private static readonly TimeSpan SuccessionPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    public Task<FaultEffect> TransferAsync(Fault.Transfer transfer, CancellationToken cancellation) =>
        Petition.MakeAsync(petition => TryAsync(transfer.To, petition, cancellation), cancellation);

    private async Task<FaultEffect?> TryAsync(string? to, Petition petition, CancellationToken cancellation)
    {
        if ((await Survey.TakeAsync(nodes.Values, cancellation)).Leader is not { } old)
        {
            petition.Note("nobody leads");
            return null;
        }

        petition.Stands(old.Id); // Not its term: a leader that comes back after each attempt would be deposed again and again.
        if (old.Id == to)
            return new FaultEffect(false, $"{to} leads term {old.Term} already");
        var reply = await nodes[old.Id].Admin.TransferAsync(to, cancellation);
        petition.Note(old.Id, "transfer", reply);
        return reply is AdminReply.Ok ? await SeekSuccessorAsync(old, to, petition, cancellation) : null;
    }

    /// <summary>An election for another reason may come in between: who was named must be the one.</summary>
    private async Task<FaultEffect?> SeekSuccessorAsync(NodeStatusDto old, string? to, Petition petition, CancellationToken cancellation)
    {
        var since = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(since) < SuccessionPatience)
        {
            var leader = (await Survey.TakeAsync(nodes.Values, cancellation)).Leader;
            if (leader is not null && leader.Term > old.Term && leader.Id == (to ?? leader.Id) && leader.Id != old.Id)
                return new FaultEffect(true, $"{old.Id} led term {old.Term}; {petition.ElapsedMs:0} ms later {leader.Id} leads term {leader.Term}");
            await Task.Delay(PollInterval, cancellation);
        }

        petition.Note(to is null ? "nobody else was seen to lead" : $"{to} was not seen to lead");
        return null;
    }
}
