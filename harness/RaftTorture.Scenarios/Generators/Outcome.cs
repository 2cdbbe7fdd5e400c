using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Scenarios.Generators;

/// <summary>How something that a generator emitted ended.</summary>
public sealed record Outcome<T>(int Worker, T Item, Completion Completion);
