using System.Collections.Immutable;

namespace RaftTorture.Scenarios.Faults;

/// <summary>A directed connection between two nodes: what <paramref name="From"/> says to <paramref name="To"/>.</summary>
public readonly record struct Link(string From, string To)
{
    public override string ToString() => $"{From}>{To}";
}

/// <summary>How a link is broken.</summary>
public enum CutMode
{
    /// <summary>Bytes vanish silently and the connection seems alive, as when a switch drops packets.</summary>
    Blackhole,

    /// <summary>Connections are reset and refused, as when a firewall rejects.</summary>
    Reset,

    /// <summary>What the one asks of the other vanishes, the answers to what the other asks do not: one-way for calls, where TCP is one-way for nothing.</summary>
    Requests,
}

/// <summary>One thing done to a cluster: a value, so that it can be drawn from a seed, written down and repeated.</summary>
public abstract partial record Fault
{
    private Fault()
    {
    }

    public abstract FaultKind Kind { get; }

    /// <summary>The name in the history, Jepsen's where Jepsen has one: <c>start-partition</c>, <c>kill</c>, <c>resume</c> ...</summary>
    public abstract string F { get; }

    /// <summary>What undoes it, or null if there is nothing to undo: it is a heal itself, or over as soon as it is done.</summary>
    public abstract Fault? Heal { get; }

    /// <summary>Whether it undoes a fault.</summary>
    public virtual bool IsHeal => false;

    /// <summary>The nodes that no other fault may strike while it is in force: it could not be seen there, or would undo it.</summary>
    public virtual ImmutableArray<string> Holds => [];

    /// <summary>A few words for people: the shape and the nodes.</summary>
    public abstract string Description { get; }

    /// <summary>Cuts directed links; replaces any partition in force.</summary>
    public sealed record Partition(string Shape, ImmutableArray<Link> Cut, CutMode Mode = CutMode.Blackhole) : Fault
    {
        public override FaultKind Kind => FaultKind.Partition;

        public override string F => "start-partition";

        public override Fault Heal => new HealPartition();

        public override string Description => $"{Shape}: {string.Join(' ', Cut)}";
    }

    public sealed record HealPartition : Fault
    {
        public override FaultKind Kind => FaultKind.Partition;

        public override string F => "stop-partition";

        public override Fault? Heal => null;

        public override bool IsHeal => true;

        public override string Description => "all links restored";
    }

    /// <summary>SIGKILL: no goodbye, nothing flushed that was not already.</summary>
    public sealed record Kill(ImmutableArray<string> Nodes) : Fault
    {
        public override FaultKind Kind => FaultKind.Kill;

        public override string F => "kill";

        public override Fault Heal => new Start(Nodes);

        public override ImmutableArray<string> Holds => Nodes;

        public override string Description => string.Join(' ', Nodes);
    }

    /// <summary>Starts nodes again with the data they left.</summary>
    public sealed record Start(ImmutableArray<string> Nodes) : Fault
    {
        public override FaultKind Kind => FaultKind.Kill;

        public override string F => "start";

        public override Fault? Heal => null;

        public override bool IsHeal => true;

        public override string Description => string.Join(' ', Nodes);
    }

    /// <summary>SIGSTOP: the process freezes with its sockets open.</summary>
    public sealed record Pause(ImmutableArray<string> Nodes) : Fault
    {
        public override FaultKind Kind => FaultKind.Pause;

        public override string F => "pause";

        public override Fault Heal => new Resume(Nodes);

        public override ImmutableArray<string> Holds => Nodes;

        public override string Description => string.Join(' ', Nodes);
    }

    /// <summary>SIGCONT.</summary>
    public sealed record Resume(ImmutableArray<string> Nodes) : Fault
    {
        public override FaultKind Kind => FaultKind.Pause;

        public override string F => "resume";

        public override Fault? Heal => null;

        public override bool IsHeal => true;

        public override string Description => string.Join(' ', Nodes);
    }

    /// <summary>Makes links slow; replaces any packet fault in force.</summary>
    /// <param name="Links">The directed links that it touches.</param>
    /// <param name="DelayMs">Added one-way delay, milliseconds.</param>
    /// <param name="JitterMs">Uniform spread around the delay, milliseconds: each chunk is late by delay ± jitter, never reordered.</param>
    /// <param name="BytesPerSecond">Rate limit of each link, or null for none.</param>
    public sealed record Packet(ImmutableArray<Link> Links, int DelayMs, int JitterMs, int? BytesPerSecond = null) : Fault
    {
        /// <summary>Packets lost, percent.</summary>
        public double LossPercent { get; init; }

        /// <summary>Packets sent twice, percent.</summary>
        public double DuplicatePercent { get; init; }

        /// <summary>Packets that overtake those that wait, percent: it takes a delay to be overtaken.</summary>
        public double ReorderPercent { get; init; }

        /// <summary>Packets of which one bit is flipped, percent: most die at their checksum.</summary>
        public double CorruptPercent { get; init; }

        /// <summary>How much the fate of a packet is that of the one before, percent: what is lost is lost in bursts.</summary>
        public double CorrelationPercent { get; init; }

        public override FaultKind Kind => FaultKind.Packet;

        public override string F => "start-packet";

        public override Fault Heal => new HealPacket();

        public override string Description =>
            $"delay {DelayMs} ms ± {JitterMs} ms" + (BytesPerSecond is { } rate ? $", {rate} B/s" : "")
            + Share(LossPercent, "lost") + Share(DuplicatePercent, "doubled") + Share(ReorderPercent, "reordered") + Share(CorruptPercent, "corrupt")
            + $" on {Links.Length} links";

        private static string Share(double percent, string fate) => percent > 0 ? $", {percent} % {fate}" : "";
    }

    public sealed record HealPacket : Fault
    {
        public override FaultKind Kind => FaultKind.Packet;

        public override string F => "stop-packet";

        public override Fault? Heal => null;

        public override bool IsHeal => true;

        public override string Description => "all links at full speed";
    }
}
