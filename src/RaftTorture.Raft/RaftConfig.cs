using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>What a server is told once, at its start.</summary>
public sealed record RaftConfig
{
    public required NodeId Id { get; init; }

    /// <summary>All voters, this server among them.</summary>
    public required ImmutableArray<NodeId> Members { get; init; }

    /// <summary>Seed of the election timeouts; give each server its own, or they campaign together for ever.</summary>
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

    /// <summary>
    /// PreVote (thesis 9.6) and CheckQuorum with vote stickiness (thesis 6.2, 4.2.3), on or off together: PreVote alone stalls for ever
    /// when a leader that lost its quorum still reaches some follower, and CheckQuorum alone lets a minority inflate its term.
    /// </summary>
    public bool PreVoteAndCheckQuorum { get; init; } = true;

    /// <summary>A new leader appends an empty entry, so that it can commit, and serve reads, at once (section 8).</summary>
    public bool NoOpOnElection { get; init; } = true;

    /// <summary>Everything wrong with this configuration, one sentence each; empty if it can run.</summary>
    public ImmutableArray<string> Problems()
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        if (!Members.Contains(Id))
            problems.Add($"{Id} is not among the members {string.Join(", ", Members)}");
        if (Members.Distinct().Count() != Members.Length)
            problems.Add($"a member stands twice in {string.Join(", ", Members)}");
        if (ElectionTimeoutMinMs < 1 || ElectionTimeoutMaxMs <= ElectionTimeoutMinMs)
            problems.Add($"the election timeout {ElectionTimeoutMinMs}-{ElectionTimeoutMaxMs} ms is no range to draw from");
        if (HeartbeatMs < 1 || HeartbeatMs >= ElectionTimeoutMinMs)
            problems.Add($"a heartbeat of {HeartbeatMs} ms does not keep an election timeout of {ElectionTimeoutMinMs} ms from firing");
        if (MaxEntriesPerAppend < 1)
            problems.Add($"{MaxEntriesPerAppend} entries per append move nothing");
        if (MaxBytesPerAppend < 1)
            problems.Add($"{MaxBytesPerAppend} bytes per append hold no entry");
        if (MaxEntriesInFlight < MaxEntriesPerAppend)
            problems.Add($"{MaxEntriesInFlight} entries in flight do not hold one append of {MaxEntriesPerAppend}");
        return problems.ToImmutable();
    }

    /// <summary>What runs, but not well: a heartbeat should be a third to a tenth of the shortest election timeout.</summary>
    public ImmutableArray<string> Warnings() =>
        HeartbeatMs * 3 > ElectionTimeoutMinMs || HeartbeatMs * 10 < ElectionTimeoutMinMs
            ? [$"a heartbeat of {HeartbeatMs} ms is not within a tenth and a third of the election timeout's {ElectionTimeoutMinMs} ms"]
            : [];
}
