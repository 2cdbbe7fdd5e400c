using RaftTorture.Simulation.Faults;

namespace RaftTorture.Simulation.Runs;

/// <summary>A fault and when it begins, milliseconds of virtual time.</summary>
public sealed record TimedFault(int AtMs, Fault Fault)
{
    public override string ToString() => $"{AtMs} ms: {Fault}";
}
