using System.Collections.Immutable;
using RaftTorture.Checking.Checkers;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Running.Files;

/// <summary>The content of <c>results.json</c>.</summary>
internal sealed record Results(
    Verdict Verdict,
    ImmutableArray<PhaseStarted> Phases,
    ImmutableArray<KeyValuePair<string, string>> Environment);
