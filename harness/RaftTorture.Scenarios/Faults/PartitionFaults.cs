using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Draws a partition: a shape, who stands where, and how the links break.</summary>
public static class PartitionFaults
{
    public static readonly ImmutableArray<string> Shapes = ["one", "halves", "majority", "majorities-ring", "bridge", "one-way", "primary"];

    /// <summary>A random partition of the nodes, or null if there is nothing to part.</summary>
    public static Fault? Draw(ImmutableArray<string> nodes, ClusterView cluster, ref Dice dice) =>
        Among(isOfPackets: false, Shapes)(nodes, cluster, ref dice);

    /// <summary>The same, with some of the shapes only.</summary>
    /// <param name="isOfPackets">Whether packets can be dropped one by one; else only what connections carry can be held or reset.</param>
    public static DrawFault Among(bool isOfPackets, ImmutableArray<string> shapes) =>
        (nodes, cluster, ref dice) => Draw(isOfPackets, shapes, nodes, cluster, ref dice);

    /// <summary>Whether so many nodes can be parted in this shape at all.</summary>
    public static bool IsPossible(string shape, int nodeCount) => nodeCount >= shape switch
    {
        "majorities-ring" => 4,
        "bridge" => 3,
        _ => 2,
    };

    /// <summary>
    /// A shape that cannot be had now draws nothing: another one in its place would not be what was asked for. Nor while another partition is in
    /// force: there is one at a time, and this one would end it.
    /// </summary>
    private static Fault.Partition? Draw(bool isOfPackets, ImmutableArray<string> shapes, ImmutableArray<string> nodes, ClusterView cluster, ref Dice dice)
    {
        ImmutableArray<string> possible = [.. shapes.Where(shape => IsPossible(shape, nodes.Length))];
        if (possible.IsEmpty || cluster.InForce.Any(fault => fault.Kind == FaultKind.Partition))
            return null;
        var shape = dice.Pick(possible);
        var cut = Cut(shape, dice.Shuffle(nodes), cluster.Leader, ref dice);
        return cut.IsEmpty ? null : new Fault.Partition(shape, cut, isOfPackets ? PacketMode(shape, ref dice) : StreamMode(shape, ref dice));
    }

    private static ImmutableArray<Link> Cut(string shape, string[] order, string? leader, ref Dice dice) => shape switch
    {
        "one" => PartitionShapes.Isolate(order, order[0]),
        "halves" => PartitionShapes.Split(order, order.Length / 2),
        "majority" => PartitionShapes.Split(order, NodeTargets.MinorityCount(order.Length, ref dice)),
        "majorities-ring" => PartitionShapes.MajoritiesRing(order),
        "bridge" => PartitionShapes.Bridge(order),
        "one-way" => dice.Below(2) == 0 ? PartitionShapes.Mute(order, order[0]) : PartitionShapes.Deaf(order, order[0]),
        "primary" => leader is null ? [] : PartitionShapes.Isolate(order, leader),
        _ => throw new UnreachableException(),
    };

    /// <summary>Mostly silence, which takes longest to notice. A reset ends a connection for both ends, so nothing one-way can be made of it.</summary>
    private static CutMode StreamMode(string shape, ref Dice dice) =>
        dice.Below(4) == 0 && shape != "one-way" ? CutMode.Reset : CutMode.Blackhole;

    /// <summary>Packets that vanish one way take what answers them along, for TCP waits for both: a one-way cut for calls is another fault.</summary>
    private static CutMode PacketMode(string shape, ref Dice dice) =>
        dice.Below(2) == 0 && shape == "one-way" ? CutMode.Requests : CutMode.Blackhole;
}
