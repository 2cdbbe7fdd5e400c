using System.Collections.Immutable;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Storage;

/// <summary>What the log held when it was opened.</summary>
/// <param name="HardState">The last term and vote that were flushed.</param>
/// <param name="Entries">The log from index 1 on, without gaps.</param>
/// <param name="TornTailBytes">What was cut off the end because its flush had never returned; 0 after a clean stop.</param>
public sealed record RecoveredLog(HardState HardState, ImmutableArray<Entry> Entries, long TornTailBytes);
