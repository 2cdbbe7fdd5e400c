using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>What a server is told once, at its start.</summary>
public sealed record RaftConfig
{
    /// <summary>Half of what a host must be able to send in one message: the other half is for what stands around the payload.</summary>
    private const int BytesThatFit = 32 * 1024 * 1024;

    /// <summary>So many that what stands around their payloads fits too, at 32 bytes each.</summary>
    private const int EntriesThatFit = BytesThatFit / 32;

    /// <summary>All of it may come at once, and a host makes it durable at once.</summary>
    private const long UncommittedThatFit = 1024 * 1024 * 1024;

    public required NodeId Id { get; init; }

    /// <summary>
    /// The founding voters, told to each of them alike; this server among them. Empty for a server that waits to be added by a running
    /// cluster. What the disk holds is newer and wins.
    /// </summary>
    public required ImmutableArray<NodeId> Members { get; init; }

    /// <summary>Seed of the election timeouts; give each server its own, and another at each start, or they campaign together for ever.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Shortest election timeout, milliseconds (section 5.2: drawn anew each time from this range).</summary>
    public int ElectionTimeoutMinMs { get; init; } = 150;

    /// <summary>Longest election timeout, milliseconds.</summary>
    public int ElectionTimeoutMaxMs { get; init; } = 300;

    public int HeartbeatMs { get; init; } = 50;

    /// <summary>Entries in one AppendEntries at most.</summary>
    public int MaxEntriesPerAppend { get; init; } = 512;

    /// <summary>Bytes of payload in one AppendEntries at most, so that it fits in a frame; an entry bigger than that goes alone.</summary>
    public int MaxBytesPerAppend { get; init; } = 1024 * 1024;

    /// <summary>Entries on their way to one follower at most, before an answer is awaited.</summary>
    public int MaxEntriesInFlight { get; init; } = 8192;

    /// <summary>Bytes of payload that a leader holds uncommitted at most; beyond that it refuses proposals. One proposal is always taken.</summary>
    public long MaxUncommittedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>PreVote (thesis 9.6): a server asks whether it could win before it raises its term.</summary>
    public bool PreVote { get; init; } = true;

    /// <summary>CheckQuorum (thesis 6.2) with vote stickiness (thesis 4.2.3): a leader without a quorum steps down, and who hears a leader disregards candidates.</summary>
    public bool CheckQuorum { get; init; } = true;

    /// <summary>A new leader appends an empty entry, so that it can commit, and serve reads, at once (section 8).</summary>
    public bool NoOpOnElection { get; init; } = true;

    public ReadMode ReadMode { get; init; } = ReadMode.ReadIndex;

    /// <summary>By how much two monotonic clocks may differ in rate, percent: a lease is that much shorter than the shortest election timeout.</summary>
    public int ClockDriftPercent { get; init; } = 10;

    /// <summary>A follower serves linearizable reads by asking the leader for an index; else it sends clients to the leader.</summary>
    public bool FollowerReads { get; init; }

    /// <summary>Entries applied since the last snapshot that make the next one due; 0 for never.</summary>
    public int SnapshotThreshold { get; init; } = 30_000;

    /// <summary>Entries that stay in the log behind a snapshot, for followers that lag a little.</summary>
    public int EntriesKept { get; init; } = 5_000;

    /// <summary>Bytes in one piece of a snapshot on its way to a follower.</summary>
    public int SnapshotChunkBytes { get; init; } = 256 * 1024;

    /// <summary>How long a lease holds from the moment its round was sent, milliseconds; one less, because clocks that count whole ones round down.</summary>
    internal int LeaseMs => (int)((long)ElectionTimeoutMinMs * (100 - ClockDriftPercent) / 100) - 1;

    /// <summary>Everything wrong with this configuration, one sentence each; empty if it can run.</summary>
    public ImmutableArray<string> Problems() =>
        [.. ProblemsOfMembers(), .. ProblemsOfTimes(), .. ProblemsOfSizes(), .. ProblemsOfReads()];

    /// <summary>What runs, but not well; one sentence each.</summary>
    public ImmutableArray<string> Warnings()
    {
        var warnings = ImmutableArray.CreateBuilder<string>();
        if (HeartbeatMs * 3L > ElectionTimeoutMinMs || HeartbeatMs * 10L < ElectionTimeoutMinMs)
            warnings.Add($"a heartbeat of {HeartbeatMs} ms is not within a tenth and a third of the election timeout's {ElectionTimeoutMinMs} ms");
        if (PreVote && !CheckQuorum)
            warnings.Add("PreVote without CheckQuorum stalls for ever when a leader that lost its quorum still reaches some follower");
        if (CheckQuorum && !PreVote)
            warnings.Add("CheckQuorum without PreVote lets a minority inflate its term and depose the leader when it comes back");
        return warnings.ToImmutable();
    }

    private IEnumerable<string> ProblemsOfMembers()
    {
        if (!Members.IsEmpty && !Members.Contains(Id))
            yield return $"{Id} is not among the members {string.Join(", ", Members)}";
        if (Members.Distinct().Count() != Members.Length)
            yield return $"a member stands twice in {string.Join(", ", Members)}";
    }

    private IEnumerable<string> ProblemsOfTimes()
    {
        if (ElectionTimeoutMinMs < 1 || ElectionTimeoutMaxMs <= ElectionTimeoutMinMs)
            yield return $"the election timeout {ElectionTimeoutMinMs}-{ElectionTimeoutMaxMs} ms is no range to draw from";
        if (HeartbeatMs < 1 || HeartbeatMs >= ElectionTimeoutMinMs)
            yield return $"a heartbeat of {HeartbeatMs} ms does not keep an election timeout of {ElectionTimeoutMinMs} ms from firing";
    }

    private IEnumerable<string> ProblemsOfSizes()
    {
        if (MaxEntriesPerAppend is < 1 or > EntriesThatFit)
            yield return $"{MaxEntriesPerAppend} entries per append are not between 1, or nothing moves, and {EntriesThatFit}, which fit in a frame";
        if (MaxBytesPerAppend is < 1 or > BytesThatFit)
            yield return $"{MaxBytesPerAppend} bytes per append are not between 1, or nothing moves, and {BytesThatFit}, which fit in a frame";
        if (MaxEntriesInFlight < MaxEntriesPerAppend)
            yield return $"{MaxEntriesInFlight} entries in flight do not hold one append of {MaxEntriesPerAppend}";
        if (MaxUncommittedBytes is < 1 or > UncommittedThatFit)
            yield return $"{MaxUncommittedBytes} uncommitted bytes are not between 1, or no proposal is held, and {UncommittedThatFit}, which fit in one write";
        if (SnapshotThreshold < 0)
            yield return $"a snapshot cannot be due after {SnapshotThreshold} entries";
        if (EntriesKept < 0)
            yield return $"{EntriesKept} entries cannot be kept behind a snapshot";
        if (SnapshotChunkBytes is < 1 or > BytesThatFit)
            yield return $"a snapshot piece of {SnapshotChunkBytes} bytes is not between 1 and {BytesThatFit}, which fit in a frame";
    }

    private IEnumerable<string> ProblemsOfReads()
    {
        if (ClockDriftPercent is < 0 or > 99)
            yield return $"a clock drift of {ClockDriftPercent} % leaves no lease";
        if (ReadMode == ReadMode.Lease && !CheckQuorum)
            yield return "lease reads need CheckQuorum: without it voters may elect another leader while the lease holds";
        if (ReadMode == ReadMode.Lease && LeaseMs <= HeartbeatMs)
            yield return $"a lease of {LeaseMs} ms ends before the next heartbeat, {HeartbeatMs} ms, can renew it";
    }
}
