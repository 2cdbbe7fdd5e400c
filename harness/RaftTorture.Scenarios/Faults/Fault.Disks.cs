using System.Collections.Immutable;

namespace RaftTorture.Scenarios.Faults;

/// <content>What is done to the disks of nodes.</content>
public abstract partial record Fault
{
    /// <summary>The machine loses power: the node is dead, and what it had not flushed is gone.</summary>
    /// <param name="Nodes">Whose.</param>
    /// <param name="Tail">What is left of the last writes.</param>
    public sealed record CutPower(ImmutableArray<string> Nodes, PowerTail Tail = PowerTail.Lost) : Fault
    {
        public override FaultKind Kind => FaultKind.Power;

        public override string F => "cut-power";

        public override Fault Heal => new RestorePower(Nodes);

        public override ImmutableArray<string> Holds => Nodes;

        public override string Description => $"{string.Join(' ', Nodes)}, tail {Tail.ToString().ToLowerInvariant()}";
    }

    /// <summary>The disk replays its journal, and the node starts with what is left.</summary>
    public sealed record RestorePower(ImmutableArray<string> Nodes) : Fault
    {
        public override FaultKind Kind => FaultKind.Power;

        public override string F => "restore-power";

        public override Fault? Heal => null;

        public override bool IsHeal => true;

        public override string Description => string.Join(' ', Nodes);
    }

    /// <summary>Something is wrong with the disk while the node runs.</summary>
    /// <param name="Nodes">Whose.</param>
    /// <param name="Trouble">What.</param>
    /// <param name="DelayMs">How long a write to a slow disk may wait, milliseconds; else 0.</param>
    public sealed record BreakDisk(ImmutableArray<string> Nodes, DiskTrouble Trouble, int DelayMs = 0) : Fault
    {
        public override FaultKind Kind => FaultKind.Disk;

        public override string F => Trouble switch
        {
            DiskTrouble.Full => "fill-disk",
            DiskTrouble.Slow => "slow-disk",
            DiskTrouble.Hung => "hang-disk",
            _ => "fail-disk",
        };

        public override Fault Heal => new MendDisk(Nodes);

        public override ImmutableArray<string> Holds => Nodes;

        public override string Description => string.Join(' ', Nodes) + (DelayMs > 0 ? $", up to {DelayMs} ms" : "");
    }

    /// <summary>The disk is sound again, and a node that had given up is started.</summary>
    public sealed record MendDisk(ImmutableArray<string> Nodes) : Fault
    {
        public override FaultKind Kind => FaultKind.Disk;

        public override string F => "mend-disk";

        public override Fault? Heal => null;

        public override bool IsHeal => true;

        public override string Description => string.Join(' ', Nodes);
    }

    /// <summary>Data that were durable are damaged while the node is down; then it is started.</summary>
    /// <param name="Nodes">Whose.</param>
    /// <param name="Damage">What happens to it.</param>
    /// <param name="Seed">Draws the file and the place.</param>
    public sealed record Corrupt(ImmutableArray<string> Nodes, DataDamage Damage, long Seed) : Fault
    {
        public override FaultKind Kind => FaultKind.Corruption;

        public override string F => Damage switch
        {
            DataDamage.BitFlip => "bitflip",
            DataDamage.Truncate => "truncate",
            _ => "wipe-disk",
        };

        public override Fault Heal => new MendData(Nodes);

        public override ImmutableArray<string> Holds => Nodes;

        public override string Description => string.Join(' ', Nodes);
    }

    /// <summary>A node whose data are damaged serves again: by itself if it can, else as an operator does it, with an empty disk as a new member.</summary>
    public sealed record MendData(ImmutableArray<string> Nodes) : Fault
    {
        public override FaultKind Kind => FaultKind.Corruption;

        public override string F => "mend-data";

        public override Fault? Heal => null;

        public override bool IsHeal => true;

        public override string Description => string.Join(' ', Nodes);
    }
}

/// <summary>What a power cut leaves of the writes that were not flushed.</summary>
public enum PowerTail
{
    /// <summary>Nothing: the filesystem is as after its last flush.</summary>
    Lost,

    /// <summary>Torn: the filesystem's own journal made it to the disk, the data that it speaks of did not.</summary>
    Torn,
}

/// <summary>What can be wrong with a disk.</summary>
public enum DiskTrouble
{
    /// <summary>No space left (ENOSPC).</summary>
    Full,

    /// <summary>Every write and flush may wait.</summary>
    Slow,

    /// <summary>Writes and flushes wait until it is mended.</summary>
    Hung,

    /// <summary>Writes and flushes fail (EIO).</summary>
    Failing,
}

/// <summary>What can happen to data that were durable.</summary>
public enum DataDamage
{
    /// <summary>A bit of a file is the other one.</summary>
    BitFlip,

    /// <summary>The end of a file is missing.</summary>
    Truncate,

    /// <summary>Everything is missing.</summary>
    Wipe,
}
