using System.Collections.Immutable;

namespace RaftTorture.Scenarios.Faults.Recipes;

/// <summary>
/// As <see cref="PauseKill"/>, but the old leader is awake: cut off with a minority it may go on serving what it should not, while those who
/// elected another are killed, and its side is the first to be heard again.
/// </summary>
public static class PartKill
{
    private const string Shape = "primary-minority";

    public static readonly Recipe Recipe = new("part-kill", [FaultKind.Partition, FaultKind.Kill],
    [
        new Stage.Strike(CutOff),
        new Stage.Until(kitchen => Parties.HasOtherLeader(kitchen, Few(kitchen))),
        new Stage.Strike((kitchen, ref _) => Parties.Others(kitchen, Few(kitchen)) is { IsEmpty: false } rest ? new Fault.Kill(rest) : null),
        new Stage.Undo(0),
        new Stage.Rest(0.4),
        new Stage.Undo(1),
    ]);

    /// <summary>Not while another partition is in force: there is one at a time, and this one would end it.</summary>
    private static Fault.Partition? CutOff(Kitchen kitchen, ref Dice dice)
    {
        if (kitchen.Cluster.InForce.Any(fault => fault.Kind == FaultKind.Partition))
            return null;
        var few = Parties.MinorityOfLeader(kitchen, ref dice);
        return few.IsEmpty ? null : new Fault.Partition(Shape, PartitionShapes.Between(few, kitchen.Nodes.RemoveRange(few)));
    }

    /// <summary>The smaller side of the cut: nodes that are cut from the most others.</summary>
    private static ImmutableArray<string> Few(Kitchen kitchen)
    {
        var cut = ((Fault.Partition)kitchen.Done[0]).Cut;
        return [.. kitchen.Nodes.Where(node => cut.Count(link => link.From == node) > kitchen.Nodes.Length / 2)];
    }
}
