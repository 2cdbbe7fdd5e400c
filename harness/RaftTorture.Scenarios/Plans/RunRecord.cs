using System.Collections.Immutable;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Scenarios.Plans;

/// <summary>What a run left behind, as the reports read it. Every part is also a file in the run directory.</summary>
/// <param name="Plan">What was asked (<c>plan.yaml</c>).</param>
/// <param name="History">What every client saw, and the nemesis (<c>history.jsonl</c>).</param>
/// <param name="Receipts">Evidence of every fault (<c>faults.jsonl</c>).</param>
/// <param name="Leaders">Who was seen to lead, in order of time (<c>leaders.jsonl</c>).</param>
/// <param name="Phases">When each phase began.</param>
/// <param name="Verdict">The judgement (<c>results.json</c>).</param>
/// <param name="Environment">Versions, machine, command line: name and value.</param>
public sealed record RunRecord(
    Plan Plan,
    ImmutableArray<HistoryEvent> History,
    ImmutableArray<Receipt> Receipts,
    ImmutableArray<LeaderSeen> Leaders,
    ImmutableArray<PhaseStarted> Phases,
    Verdict Verdict,
    ImmutableArray<KeyValuePair<string, string>> Environment);

/// <summary>A node was seen to lead a term; recorded when it differs from what was last seen.</summary>
public sealed record LeaderSeen(long TimeNs, string Node, long Term);

public sealed record PhaseStarted(Phase Phase, long TimeNs);

/// <summary>The phases of a run, in order.</summary>
public enum Phase
{
    SetUp,
    Quiet,
    Faults,
    Heal,
    Liveness,
    FinalReads,
    Check,
    Done,
}
