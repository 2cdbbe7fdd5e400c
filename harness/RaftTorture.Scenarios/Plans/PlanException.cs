namespace RaftTorture.Scenarios.Plans;

/// <summary>A plan that cannot be played: the message is one line a problem, each saying what to do.</summary>
public sealed class PlanException(string message, Exception? inner = null) : Exception(message, inner);
