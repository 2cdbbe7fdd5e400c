using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>What a server finds on its disk: the ground on which it starts.</summary>
/// <param name="HardState">Term and vote.</param>
/// <param name="Snapshot">The latest snapshot, or the founding configuration if there is none.</param>
/// <param name="LogStart">The entry just before <paramref name="Entries"/>; its index is at most the snapshot's.</param>
/// <param name="Entries">The log behind <paramref name="LogStart"/>, without gaps; it may begin before the snapshot's end.</param>
public sealed record Recovered(HardState HardState, SnapshotMeta Snapshot, LogPosition LogStart, ImmutableArray<Entry> Entries)
{
    /// <summary>A server that has never run.</summary>
    public static Recovered Nothing(Configuration founding) => Log(founding, HardState.Initial, []);

    /// <summary>A server that has run, and has never taken a snapshot.</summary>
    public static Recovered Log(Configuration founding, HardState hardState, IEnumerable<Entry> entries) =>
        new(hardState, SnapshotMeta.Founding(founding), LogPosition.Start, [.. entries]);
}

/// <summary>Index and term: together they name one entry in all logs, ever (section 5.3).</summary>
public readonly record struct LogPosition(LogIndex Index, Term Term)
{
    /// <summary>Before the first entry.</summary>
    public static readonly LogPosition Start = new(LogIndex.Zero, Term.Zero);
}
