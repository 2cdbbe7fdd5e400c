using System.Collections.Immutable;
using RaftTorture.Raft;
using RaftTorture.Simulation.Clients;
using RaftTorture.Simulation.Networks;

namespace RaftTorture.Simulation.Runs;

/// <summary>All that a run is made of. <see cref="SwarmDraw"/> makes one of a seed; a story or a shrinker changes it.</summary>
public sealed record RunPlan
{
    /// <summary>Decides every delay, loss, timeout and command.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The founding members.</summary>
    public int Nodes { get; init; } = 3;

    /// <summary>Servers that run and wait to be added.</summary>
    public int Spares { get; init; }

    public bool PreVoteAndCheckQuorum { get; init; } = true;

    public bool NoOpOnElection { get; init; } = true;

    public ReadMode ReadMode { get; init; } = ReadMode.ReadIndex;

    public bool FollowerReads { get; init; }

    public int MaxEntriesPerAppend { get; init; } = 512;

    /// <summary>Entries on their way to one follower at most. With many, on a network that reorders, each late refusal sends all of them again.</summary>
    public int MaxEntriesInFlight { get; init; } = 4_096;

    /// <summary>Entries applied that make a snapshot due; 0 for never.</summary>
    public int SnapshotThreshold { get; init; } = 200;

    public int EntriesKept { get; init; } = 20;

    public int SnapshotChunkBytes { get; init; } = 1024;

    public int SegmentBytes { get; init; } = 16 * 1024;

    public int MaxFlushUs { get; init; } = 1_000;

    public int StartUs { get; init; }

    public int ClockDriftPermille { get; init; }

    public Weather Climate { get; init; } = Weather.Calm;

    public ClientSetup Clients { get; init; } = new();

    /// <summary>How long faults may begin, milliseconds.</summary>
    public int FaultsForMs { get; init; } = 8_000;

    /// <summary>In order of time.</summary>
    public ImmutableArray<TimedFault> Faults { get; init; } = [];

    /// <summary>
    /// After the faults only so many founders come back at first as make a quorum, and they alone must serve. Not where members change: then
    /// nobody knows beforehand who is a quorum.
    /// </summary>
    public bool HealsQuorumFirst { get; init; }

    /// <summary>Invariants that are not checked, by name: to see who else would notice.</summary>
    public ImmutableArray<string> Overlooked { get; init; } = [];

    /// <summary>Seed first, then every knob.</summary>
    public override string ToString() =>
        $"seed {Seed}: {Nodes} nodes, {Spares} spares, pre-vote and check-quorum {PreVoteAndCheckQuorum}, no-op {NoOpOnElection}, reads {ReadMode}, "
        + $"at followers {FollowerReads}, {MaxEntriesPerAppend} entries an append, {MaxEntriesInFlight} in flight, "
        + $"snapshot each {SnapshotThreshold}, {EntriesKept} kept, "
        + $"pieces of {SnapshotChunkBytes}, segments of {SegmentBytes}, "
        + $"flush up to {MaxFlushUs} us, start {StartUs} us, drift {ClockDriftPermille} permille, "
        + $"network {Climate}, {Clients}, heals a quorum first {HealsQuorumFirst}, {Faults.Length} faults in {FaultsForMs} ms";

    internal RaftConfig Configure(RaftConfig config) => config with
    {
        PreVote = PreVoteAndCheckQuorum,
        CheckQuorum = PreVoteAndCheckQuorum,
        NoOpOnElection = NoOpOnElection,
        ReadMode = ReadMode,
        FollowerReads = FollowerReads,
        MaxEntriesPerAppend = MaxEntriesPerAppend,
        MaxEntriesInFlight = MaxEntriesInFlight,
        SnapshotThreshold = SnapshotThreshold,
        EntriesKept = EntriesKept,
        SnapshotChunkBytes = SnapshotChunkBytes,
    };
}
