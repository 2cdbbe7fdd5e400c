using System.Collections.Immutable;

namespace RaftTorture.Scenarios.Faults;

/// <content>What is asked of a cluster as an operator would: it is no harm by itself, but harm loves the moment in which it happens.</content>
public abstract partial record Fault
{
    /// <summary>The leader hands over (thesis 3.10).</summary>
    /// <param name="To">The successor, or null for whom the leader finds fit.</param>
    public sealed record Transfer(string? To) : Fault
    {
        public override FaultKind Kind => FaultKind.Transfer;

        public override string F => "transfer-leadership";

        public override Fault? Heal => null;

        public override string Description => To is null ? "to anybody" : $"to {To}";
    }

    /// <summary>Each of the nodes writes a snapshot now, and may forget the log that it covers (thesis 5.1).</summary>
    public sealed record TakeSnapshot(ImmutableArray<string> Nodes) : Fault
    {
        public override FaultKind Kind => FaultKind.Snapshot;

        public override string F => "snapshot";

        public override Fault? Heal => null;

        public override string Description => string.Join(' ', Nodes);
    }

    /// <summary>A member leaves (thesis 4.1); its process runs on. Named as in Jepsen's tests of etcd and dqlite.</summary>
    public sealed record Shrink(string Node) : Fault
    {
        public override FaultKind Kind => FaultKind.Membership;

        public override string F => "shrink";

        public override Fault Heal => new Grow(Node);

        public override string Description => Node;
    }

    /// <summary>A member leaves, loses its disk, and comes back under its name as a new one with nothing.</summary>
    public sealed record Replace(string Node) : Fault
    {
        public override FaultKind Kind => FaultKind.Membership;

        public override string F => "replace";

        public override Fault Heal => new Grow(Node);

        public override string Description => Node;
    }

    /// <summary>It comes back with the data that it left: as a learner, and as a voter once it has caught up (thesis 4.2.1).</summary>
    public sealed record Grow(string Node) : Fault
    {
        public override FaultKind Kind => FaultKind.Membership;

        public override string F => "grow";

        public override Fault? Heal => null;

        public override bool IsHeal => true;

        public override string Description => Node;
    }
}
