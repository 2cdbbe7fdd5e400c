using System.Collections.Immutable;

namespace RaftTorture.Scenarios.Faults;

/// <content>What is done to the clocks that nodes read. Names as in Jepsen's <c>nemesis.time</c>, where it has one.</content>
public abstract partial record Fault
{
    /// <summary>The wall clock of the nodes jumps, and goes on from there.</summary>
    /// <param name="Nodes">Whose.</param>
    /// <param name="OffsetMs">How far, milliseconds: backwards if negative.</param>
    public sealed record BumpClock(ImmutableArray<string> Nodes, long OffsetMs) : Fault
    {
        public override FaultKind Kind => FaultKind.Clock;

        public override string F => "bump-clock";

        public override Fault Heal => new ResetClock(Nodes);

        public override string Description => $"{OffsetMs:+0;-0} ms on {string.Join(' ', Nodes)}";
    }

    /// <summary>The wall clock of the nodes jumps there and back, again and again.</summary>
    /// <param name="Nodes">Whose.</param>
    /// <param name="DeltaMs">How far, milliseconds.</param>
    /// <param name="PeriodMs">How long it stays on each side, milliseconds.</param>
    public sealed record StrobeClock(ImmutableArray<string> Nodes, long DeltaMs, int PeriodMs) : Fault
    {
        public override FaultKind Kind => FaultKind.Clock;

        public override string F => "strobe-clock";

        public override Fault Heal => new ResetClock(Nodes);

        public override string Description => $"{DeltaMs:+0;-0} ms every {PeriodMs} ms on {string.Join(' ', Nodes)}";
    }

    /// <summary>The clocks of the nodes run at another rate.</summary>
    /// <param name="Nodes">Whose.</param>
    /// <param name="Ppm">Parts per million by which it is fast; slow if negative.</param>
    /// <param name="IsMonotonicToo">Whether the monotonic clock drifts as well, as the crystal of a bad machine makes it; it never jumps.</param>
    public sealed record DriftClock(ImmutableArray<string> Nodes, int Ppm, bool IsMonotonicToo = false) : Fault
    {
        public override FaultKind Kind => FaultKind.Clock;

        public override string F => "drift-clock";

        public override Fault Heal => new ResetClock(Nodes);

        public override string Description => $"{Ppm:+0;-0} ppm{(IsMonotonicToo ? ", the monotonic clock too," : "")} on {string.Join(' ', Nodes)}";
    }

    /// <summary>The clocks of the nodes are right again.</summary>
    public sealed record ResetClock(ImmutableArray<string> Nodes) : Fault
    {
        public override FaultKind Kind => FaultKind.Clock;

        public override string F => "reset-clock";

        public override Fault? Heal => null;

        public override bool IsHeal => true;

        public override string Description => string.Join(' ', Nodes);
    }
}
