using RaftTorture.Raft;

namespace RaftTorture.Replica.Storage;

/// <summary>What the log's files add up to.</summary>
internal sealed record RecoveredLog
{
    public required Incarnation Incarnation { get; init; }

    public required Configuration Founding { get; init; }

    public required HardState HardState { get; init; }

    public required PinTable Pins { get; init; }

    /// <summary>The entry just before <see cref="Entries"/>.</summary>
    public required LogPosition Start { get; init; }

    /// <summary>Behind <see cref="Start"/>, without gaps.</summary>
    public required IReadOnlyList<Entry> Entries { get; init; }

    /// <summary>All segments but the last, the oldest first.</summary>
    public required IReadOnlyList<ClosedSegment> Closed { get; init; }

    /// <summary>The end of the last sound batch: there the log goes on.</summary>
    public required DurableMark End { get; init; }

    /// <summary>A segment that was just being begun: nothing in it was durable, and it must go.</summary>
    public required long? UnbornSegment { get; init; }

    /// <summary>What is behind <see cref="End"/> because its flush had never returned.</summary>
    public required long TornTailBytes { get; init; }

    public required bool IsMarkSound { get; init; }

    public LogPosition Last => Entries.Count == 0 ? Start : new LogPosition(Entries[^1].Index, Entries[^1].Term);

    public bool Holds(LogPosition position) =>
        position == Start
        || (position.Index > Start.Index && position.Index <= Last.Index
            && Entries[(int)(position.Index.Value - Start.Index.Value - 1)].Term == position.Term);
}

/// <summary>A segment that is written no more.</summary>
/// <param name="Segment">Its number.</param>
/// <param name="LastIndex">Where the log ended when it was closed: no entry that still counts stands in it beyond that.</param>
internal readonly record struct ClosedSegment(long Segment, LogIndex LastIndex);
