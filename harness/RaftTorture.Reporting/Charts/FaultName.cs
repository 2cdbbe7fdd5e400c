using System.Diagnostics;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Reporting.Charts;

/// <summary>The name of a family of faults: the one of <c>--nemesis</c>, of its CSS class, and of its lane.</summary>
public static class FaultName
{
    public static string Of(FaultKind kind) => kind switch
    {
        FaultKind.Partition => "partition",
        FaultKind.Kill => "kill",
        FaultKind.Pause => "pause",
        FaultKind.Packet => "packet",
        FaultKind.Transfer => "transfer",
        FaultKind.Snapshot => "snapshot",
        FaultKind.Membership => "membership",
        _ => throw new UnreachableException(),
    };
}
