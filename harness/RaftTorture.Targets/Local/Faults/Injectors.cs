using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Faults;
using RaftTorture.Targets.Local.Network;
using RaftTorture.Targets.Local.Nodes;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Local.Faults;

/// <summary>Who does which fault.</summary>
/// <param name="start">Starts a node that is down, see <see cref="KillInjector"/>.</param>
internal sealed class Injectors(
    IReadOnlyDictionary<string, INode> nodes, LocalNetwork network, Func<INode, CancellationToken, Task<TimeSpan>> start)
{
    private readonly PartitionInjector _partitions = new(network);
    private readonly PacketInjector _packets = new(network);
    private readonly KillInjector _kills = new(start);
    private readonly TransferInjector _transfers = new(nodes);
    private readonly MembershipInjector _membership = new(nodes);

    /// <exception cref="ArgumentException">The fault names a node or a link that the cluster has not.</exception>
    public Task<FaultEffect> ApplyAsync(Fault fault, CancellationToken cancellation) => fault switch
    {
        Fault.Partition partition => _partitions.CutAsync(partition, cancellation),
        Fault.HealPartition => _partitions.HealAsync(cancellation),
        Fault.Packet packet => _packets.SlowAsync(packet, cancellation),
        Fault.HealPacket => _packets.HealAsync(cancellation),
        Fault.Kill kill => KillInjector.KillAsync(Named(kill.Nodes), cancellation),
        Fault.Start again => _kills.StartAsync(Named(again.Nodes), cancellation),
        Fault.Pause pause => PauseInjector.PauseAsync(Named(pause.Nodes), cancellation),
        Fault.Resume resume => PauseInjector.ResumeAsync(Named(resume.Nodes), cancellation),
        Fault.Transfer transfer => _transfers.TransferAsync(transfer, cancellation),
        Fault.TakeSnapshot snapshot => SnapshotInjector.TakeAsync(Named(snapshot.Nodes), cancellation),
        Fault.Shrink shrink => _membership.ShrinkAsync(Named(shrink.Node), cancellation),
        Fault.Grow grow => _membership.GrowAsync(Named(grow.Node), cancellation),
        _ => throw new UnreachableException($"{fault}"),
    };

    private INode[] Named(IReadOnlyList<string> ids) => [.. ids.Select(Named)];

    private INode Named(string id) => nodes.TryGetValue(id, out var node) ? node : throw new ArgumentException($"the cluster has no node {id}");
}
