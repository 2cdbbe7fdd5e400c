using RaftTorture.Reporting.Digests;
using RaftTorture.Reporting.Markup;

namespace RaftTorture.Reporting.Charts;

/// <summary>The shading behind a chart: one band a fault in force, and a line where the lead passed on.</summary>
public static class FaultBands
{
    public static Html Render(RunDigest digest, TimeAxis time) => Html.Of(
        $"{digest.Faults.Select(fault => Band(fault, time))}{digest.Record.Leaders.Skip(1).Select(leader => Line(time.X(leader.TimeNs)))}");

    private static Html Band(FaultPeriod fault, TimeAxis time)
    {
        var (from, to) = (time.X(fault.StartNs), time.X(fault.EndNs));
        return Html.Of($"""<rect class="fault {FaultName.Of(fault.Kind)}" x="{from}" width="{Math.Max(1, to - from)}" height="{Plot.Height}"/>""");
    }

    private static Html Line(int x) => Html.Of($"""<path class="leader" d="M{x} 0V{Plot.Height}"/>""");
}
