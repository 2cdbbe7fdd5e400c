using System.Diagnostics;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Probes;

namespace RaftTorture.Targets.Worlds.Network;

/// <summary>What probes saw of a partition.</summary>
/// <param name="Before">Datagrams on the links that it was to cut and that were open.</param>
/// <param name="Answered">Connections on the same, likewise; empty where it is not they that are cut.</param>
/// <param name="Cut">Datagrams on the links that it cuts, since.</param>
/// <param name="Unanswered">Connections on the same; empty where it is not they that are cut.</param>
/// <param name="Others">Datagrams on the links that it leaves open.</param>
internal sealed record PartitionSight(
    Fault.Partition Partition, ProbeReport Before, ConnectionReport Answered, ProbeReport Cut, ConnectionReport Unanswered, ProbeReport Others)
{
    /// <summary>True if what was to be cut is cut, was not before, and nothing else is.</summary>
    public bool IsSeen => !Cut.Links.IsEmpty && IsOpen(Before) && IsOpen(Others) && Partition.Mode switch
    {
        CutMode.Blackhole => IsSilent(Cut),
        CutMode.Reset => IsSilent(Cut) && Unanswered.Tries.Any(IsRefused) && !Unanswered.Tries.Any(IsConnected),
        // Datagrams must pass on these links; that they were heard of among the others is told by IsOpen.
        CutMode.Requests => Answered.IsAnsweredOnAll && !Unanswered.Tries.IsEmpty && Unanswered.Tries.All(IsSilentTry),
        _ => throw new UnreachableException(),
    };

    public static bool IsOpen(ProbeReport report) => report.Links.All(link => link.Arrivals.Received > 0);

    /// <summary>For people: what arrived, on which links nothing did, and who could not be asked.</summary>
    public static string Words(ProbeReport report)
    {
        var dark = report.Links.Where(link => link.Arrivals.Received == 0).Select(link => link.Link).ToArray();
        return (report.Links.IsEmpty ? "none could be probed" : $"{report.Total}")
            + (dark.Length > 0 && dark.Length < report.Links.Length ? $", nothing on {string.Join(' ', dark)}" : "")
            + (report.Absent.IsEmpty ? "" : $" ({string.Join(' ', report.Absent)} without a network, left out)");
    }

    public override string ToString() =>
        $"{Cut.Links.Length} cut links: {Words(Cut)}"
        + (Unanswered.Tries.IsEmpty ? "" : $", connections to the peer port {Unanswered}")
        + $"; {Others.Links.Length} open links: {Words(Others)}; before: {Words(Before)}"
        + (Answered.Tries.IsEmpty ? "" : $", connections {Answered}");

    private static bool IsSilent(ProbeReport report) => report.Links.All(link => link.Arrivals is { Received: 0, Corrupt: 0 });

    private static bool IsRefused(ConnectionSeen seen) => seen.Outcome == ConnectionOutcome.Refused;

    private static bool IsConnected(ConnectionSeen seen) => seen.Outcome == ConnectionOutcome.Connected;

    private static bool IsSilentTry(ConnectionSeen seen) => seen.Outcome == ConnectionOutcome.Silent;
}
