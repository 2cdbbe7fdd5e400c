using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Formats;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Cli.Checks;

/// <summary>What an index says of a history: how to read it, and the verdict that is known.</summary>
public sealed record Expectation(string File, Validity Validity, string? Model, Value? Initial, NullRead? NullRead, CasFail? CasFail);
