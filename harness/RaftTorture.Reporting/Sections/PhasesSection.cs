using System.Diagnostics;
using RaftTorture.Reporting.Digests;
using RaftTorture.Reporting.Markup;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Reporting.Sections;

/// <summary>The phases of the run, when each began and how long it took.</summary>
public static class PhasesSection
{
    public static Html Render(RunDigest digest) => Html.Of(
        $"""
        <section id="phases">
          <h2>How the run went</h2>
          <ol class="phases">{digest.Record.Phases.Select((phase, n) => Item(phase, EndNs(digest, n)))}</ol>
        </section>

        """);

    public static string Name(Phase phase) => phase switch
    {
        Phase.SetUp => "set up",
        Phase.Quiet => "quiet",
        Phase.Faults => "faults",
        Phase.Heal => "heal",
        Phase.Liveness => "liveness",
        Phase.FinalReads => "final reads",
        Phase.Check => "check",
        Phase.Done => "done",
        _ => throw new UnreachableException(),
    };

    private static Html Item(PhaseStarted started, long endNs) => Html.Of(
        $"<li><b>{Name(started.Phase)}</b> <span>from {Duration.Moment(started.TimeNs)}{Length(endNs - started.TimeNs)}</span></li>");

    private static string Length(long lengthNs) => lengthNs > 0 ? $", {Duration.Of(lengthNs)}" : "";

    private static long EndNs(RunDigest digest, int n) =>
        n + 1 < digest.Record.Phases.Length ? digest.Record.Phases[n + 1].TimeNs : digest.Record.Phases[n].TimeNs;
}
