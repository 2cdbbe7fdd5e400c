using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>A snapshot as only an all-seeing observer can know it.</summary>
/// <param name="Meta">What it replaces.</param>
/// <param name="StateHash">Of the state that goes on from it.</param>
public sealed record SnapshotView(SnapshotMeta Meta, ulong StateHash);
