using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>What clients and operators ask of a node, and how it answers.</summary>
public sealed partial class SimulatedNode
{
    private readonly ClientDesk _desk = new();

    internal void Propose(ClientWrite write) => Handle(() =>
    {
        _desk.Open(write);
        Step(new Input.Propose([new Proposal(write.Id, ToyMachine.Encode(write.Command))]));
    });

    internal void Change(ClientWrite request, MembershipChange change) => Handle(() =>
    {
        _desk.Open(request);
        Step(new Input.ChangeMembership(request.Id, change));
    });

    internal void Transfer(ClientWrite request, NodeId? target) => Handle(() =>
    {
        _desk.OpenTransfer(request);
        Step(new Input.TransferLeadership(request.Id, target));
    });

    internal void RequestSnapshot() => Handle(() => Step(new Input.RequestSnapshot()));

    /// <remarks>No look at the clock: a process that slept goes on with an old one, which the lease's end must make up for.</remarks>
    internal void Read(ClientRead read)
    {
        if (!IsRunning)
            return;
        _desk.Open(read);
        _observer.ReadAsked(read.Id);
        Handle(() => Step(new Input.Read([read.Id])));
    }

    /// <summary>Reads the state and then looks at the clock: a lease that is over by then was no ground for the answer.</summary>
    private void Answer(Effect.AnswerRead answer)
    {
        if (answer.LeaseEndMs <= ClockMs)
        {
            LookAtClock();
            Step(new Input.Read([answer.ReadId]));
            return;
        }

        if (answer.LeaseEndMs is { } endMs)
            _observer.Leased(this, WorldTimeAt(endMs));
        if (_desk.IsOpen(answer.ReadId))
            _observer.ReadAnswered(answer, Machine);
        _desk.Answer(answer.ReadId, Machine);
    }
}
