namespace RaftTorture.Scenarios.Faults;

/// <summary>A node process that ended although no fault had ended it.</summary>
/// <param name="Node">The node.</param>
/// <param name="Code">Its exit code; 128 + n stands for signal n.</param>
/// <param name="Sentence">What happened, with the end of its log.</param>
public sealed record NodeExit(string Node, int Code, string Sentence);
