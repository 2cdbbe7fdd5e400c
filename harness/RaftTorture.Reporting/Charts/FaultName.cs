using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Reporting.Charts;

/// <summary>The name of a family of faults: the one of <c>--nemesis</c>, of its CSS class, and of its lane.</summary>
public static class FaultName
{
    public static string Of(FaultKind kind) => kind.Word();
}
