namespace RaftTorture.Simulation.Runs;

/// <summary>How a run ended.</summary>
/// <param name="Plan">What was played.</param>
/// <param name="Finding">What is wrong; null if nothing is.</param>
/// <param name="Hash">Of all that happened: the same plan has the same, in every process and build.</param>
/// <param name="Events">How many were played.</param>
/// <param name="VirtualMs">How long it took in its own time.</param>
/// <param name="Acknowledged">Client commands that ended well.</param>
public sealed record RunResult(RunPlan Plan, Finding? Finding, ulong Hash, long Events, long VirtualMs, int Acknowledged);
