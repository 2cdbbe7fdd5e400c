using RaftTorture.Raft;
using RaftTorture.Simulation.Disks;

namespace RaftTorture.TestKit;

/// <summary>Tests throw the dice of the runtime; a disk takes its own from them.</summary>
public static class TestDice
{
    /// <inheritdoc cref="MemoryDisk.FailPowerAfter"/>
    public static void FailPowerAfter(this MemoryDisk disk, int operations, Random dice) => disk.FailPowerAfter(operations, From(dice));

    /// <inheritdoc cref="MemoryDisk.PowerCut(Dice)"/>
    public static void PowerCut(this MemoryDisk disk, Random dice) => disk.PowerCut(From(dice));

    private static Dice From(Random dice) => new((ulong)dice.NextInt64());
}
