using RaftTorture.Reporting.Digests;
using RaftTorture.Reporting.Markup;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Reporting.Charts;

/// <summary>A lane a family of faults, and one for leaders: the key to the shading of the charts below, readable without colours.</summary>
public static class FaultLanes
{
    public static Html Render(RunDigest digest, TimeAxis time) => Html.Of(
        $"""
        <div class="lanes">
        {Enum.GetValues<FaultKind>().Select(kind => FaultLane(kind, digest, time))}{LeaderLane(digest, time)}
        </div>

        """);

    private static Html FaultLane(FaultKind kind, RunDigest digest, TimeAxis time)
    {
        var faults = digest.Faults.Where(fault => fault.Kind == kind).ToList();
        return faults.Count == 0 ? Html.Empty : Lane(FaultName.Of(kind), faults.Select(fault => Bar(fault, time)));
    }

    private static Html LeaderLane(RunDigest digest, TimeAxis time)
    {
        var reigns = digest.Record.Leaders.Select((leader, n) =>
            Reign(leader, n + 1 < digest.Record.Leaders.Length ? digest.Record.Leaders[n + 1].TimeNs : digest.EndNs, time));
        return digest.Record.Leaders.IsEmpty ? Html.Empty : Lane("leader", reigns);
    }

    private static Html Lane(string name, IEnumerable<Html> bars) =>
        Html.Of($"""<div class="lane"><b>{name}</b><div>{bars}</div></div>""");

    private static Html Bar(FaultPeriod fault, TimeAxis time) => Html.Of(
        $"""<span class="fault {FaultName.Of(fault.Kind)}" style="{Place(fault.StartNs, fault.EndNs, time)}" title="{Title(fault)}"></span>""");

    private static Html Reign(LeaderSeen leader, long endNs, TimeAxis time) => Html.Of(
        $"""<span class="reign" style="{Place(leader.TimeNs, endNs, time)}" title="{leader.Node} leads term {leader.Term} from {Duration.Moment(leader.TimeNs)}">{leader.Node}</span>""");

    private static string Title(FaultPeriod fault) =>
        $"{FaultName.Of(fault.Kind)} {fault.Description}: {Duration.Moment(fault.StartNs)} to {Duration.Moment(fault.EndNs)}";

    private static Html Place(long startNs, long endNs, TimeAxis time) =>
        Html.Of($"left:{Percent(time.X(startNs)):0.##}%;width:{Percent(time.X(endNs) - time.X(startNs)):0.##}%");

    private static double Percent(int x) => 100.0 * x / TimeAxis.Width;
}
