using System.Collections.Immutable;

namespace RaftTorture.Scenarios.Faults;

/// <content>What a node must share with others, and lives that are short.</content>
public abstract partial record Fault
{
    /// <summary>The nodes get a part of a processor only.</summary>
    /// <param name="Nodes">Whose.</param>
    /// <param name="Percent">Of one processor.</param>
    /// <param name="FromStart">Whether they are killed first, so that they must start with it.</param>
    public sealed record StarveCpu(ImmutableArray<string> Nodes, int Percent, bool FromStart = false) : Fault
    {
        public override FaultKind Kind => FaultKind.Cpu;

        public override string F => FromStart ? "slow-start" : "starve-cpu";

        public override Fault Heal => new ReleaseCpu(Nodes);

        public override ImmutableArray<string> Holds => Nodes;

        public override string Description => $"{string.Join(' ', Nodes)} at {Percent} %";
    }

    public sealed record ReleaseCpu(ImmutableArray<string> Nodes) : Fault
    {
        public override FaultKind Kind => FaultKind.Cpu;

        public override string F => "release-cpu";

        public override Fault? Heal => null;

        public override bool IsHeal => true;

        public override string Description => string.Join(' ', Nodes);
    }

    /// <summary>The nodes may use hardly more memory than they do; who takes more is killed by the kernel.</summary>
    /// <param name="Nodes">Whose.</param>
    /// <param name="Percent">Of what each uses when it strikes.</param>
    public sealed record SqueezeMemory(ImmutableArray<string> Nodes, int Percent) : Fault
    {
        public override FaultKind Kind => FaultKind.Memory;

        public override string F => "squeeze-memory";

        public override Fault Heal => new ReleaseMemory(Nodes);

        public override ImmutableArray<string> Holds => Nodes;

        public override string Description => $"{string.Join(' ', Nodes)} to {Percent} % of what they use";
    }

    /// <summary>There is memory again, and a node that was killed for it is started.</summary>
    public sealed record ReleaseMemory(ImmutableArray<string> Nodes) : Fault
    {
        public override FaultKind Kind => FaultKind.Memory;

        public override string F => "release-memory";

        public override Fault? Heal => null;

        public override bool IsHeal => true;

        public override string Description => string.Join(' ', Nodes);
    }

    /// <summary>The nodes are killed and started again and again, ready or not; at the end all are up.</summary>
    /// <param name="Nodes">Which, at the same time.</param>
    /// <param name="Times">How often each is killed.</param>
    /// <param name="GapMs">How long each life lasts but the last, milliseconds.</param>
    public sealed record RestartStorm(ImmutableArray<string> Nodes, int Times, int GapMs) : Fault
    {
        public override FaultKind Kind => FaultKind.Restart;

        public override string F => "restart-storm";

        public override Fault? Heal => null;

        public override string Description => $"{string.Join(' ', Nodes)}, {Times} times, {GapMs} ms apart";
    }

    /// <summary>One node after the other is stopped and started again, as in an upgrade; the next only when the one before serves.</summary>
    /// <param name="Nodes">In this order.</param>
    /// <param name="Version">Which image or binary they are started from.</param>
    public sealed record RollingRestart(ImmutableArray<string> Nodes, NodeVersion Version = NodeVersion.Same) : Fault
    {
        public override FaultKind Kind => FaultKind.Restart;

        public override string F => Version switch
        {
            NodeVersion.Other => "upgrade",
            NodeVersion.First => "downgrade",
            _ => "rolling-restart",
        };

        public override Fault? Heal => null;

        public override string Description => string.Join(' ', Nodes);
    }
}

/// <summary>Which of two versions a node is started from.</summary>
public enum NodeVersion
{
    /// <summary>The one that it had.</summary>
    Same,

    /// <summary>The other, <c>--other-node-image</c> or <c>--other-node-binary</c>.</summary>
    Other,

    /// <summary>The one that the run began with.</summary>
    First,
}
