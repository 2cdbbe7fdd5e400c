using System.Collections.Immutable;
using RaftTorture.Raft;
using RaftTorture.Simulation.Networks;

namespace RaftTorture.Simulation.Faults;

/// <summary>Something that befalls the cluster, and is over after a while: a value, so that a schedule can be printed, repeated and shrunk.</summary>
/// <param name="ForMs">How long it lasts, milliseconds; 0 where it has no length.</param>
public abstract record Fault(int ForMs)
{
    /// <summary>The process dies and is started again.</summary>
    public sealed record Kill(Aim Aim, int ForMs) : Fault(ForMs);

    /// <summary>The power fails in the middle of one of the next calls to the disk, which keeps any part of what it had not flushed.</summary>
    public sealed record PowerCut(Aim Aim, int Operations, int ForMs) : Fault(ForMs);

    /// <summary>The power of all nodes fails at once.</summary>
    public sealed record Blackout(int ForMs) : Fault(ForMs);

    /// <summary>The process stands still.</summary>
    public sealed record Pause(Aim Aim, int ForMs) : Fault(ForMs);

    /// <summary>The node comes back with an empty disk; once a run.</summary>
    public sealed record Wipe(Aim Aim, int ForMs) : Fault(ForMs);

    /// <summary>These cannot speak with the others, nor the others with them.</summary>
    public sealed record Partition(ImmutableArray<NodeId> Side, int ForMs) : Fault(ForMs)
    {
        public override string ToString() => $"Partition {string.Join(' ', Side)} for {ForMs} ms";
    }

    /// <summary>One hears no more of the other.</summary>
    public sealed record CutOneWay(Aim From, Aim To, int ForMs) : Fault(ForMs);

    /// <summary>These pairs cannot speak; others still reach both, so that the cluster is neither whole nor divided.</summary>
    public sealed record CutPairs(ImmutableArray<(NodeId A, NodeId B)> Pairs, int ForMs) : Fault(ForMs)
    {
        public override string ToString() => $"CutPairs {string.Join(' ', Pairs.Select(pair => $"{pair.A}-{pair.B}"))} for {ForMs} ms";
    }

    /// <summary>Messages of one kind are lost.</summary>
    public sealed record Filter(MessageKind Kind, int DropPermille, int ForMs) : Fault(ForMs);

    public sealed record Storm(Weather Weather, int ForMs) : Fault(ForMs);

    /// <summary>What one sends to the other waits, and comes all at once.</summary>
    public sealed record Clog(Aim From, Aim To, int ForMs) : Fault(ForMs);

    /// <summary>Old messages arrive again.</summary>
    public sealed record Replay(int Count) : Fault(0);

    public sealed record SlowDisk(Aim Aim, int FlushUs, int ForMs) : Fault(ForMs);

    /// <summary>A flush fails, which ends the process.</summary>
    public sealed record FlushError(Aim Aim, int ForMs) : Fault(ForMs);

    /// <summary>The clock runs at this rate, 1000 is right, 0 stands still.</summary>
    public sealed record ClockRate(Aim Aim, int Permille, int ForMs) : Fault(ForMs);

    public sealed record ClockJump(Aim Aim, int AheadMs) : Fault(0);

    /// <summary>An operator asks the leader to hand over.</summary>
    public sealed record Transfer(NodeId? Target) : Fault(0);

    /// <summary>An operator asks a node for a snapshot.</summary>
    public sealed record Snapshot(Aim Aim) : Fault(0);

    /// <summary>An impatient operator asks all who believe that they lead to change the members, once or more at once.</summary>
    public sealed record ChangeMembers(ImmutableArray<MembershipChange> Changes) : Fault(0)
    {
        public override string ToString() => $"ChangeMembers {string.Join(", then ", Changes)}";
    }
}
