namespace RaftTorture.Benchmarks.Worlds;

/// <summary>How often each thing is done.</summary>
internal sealed record Rounds(int Starts, int Partitions, int PowerCuts);
