namespace RaftTorture.Raft;

/// <summary>What a snapshot replaces: the log up to and with <paramref name="LastIndex"/> (section 7).</summary>
/// <param name="LastIndex">The last entry that the snapshot includes; 0 before any.</param>
/// <param name="LastTerm">Its term.</param>
/// <param name="Configuration">The configuration in force at that index; at 0 the founding one.</param>
public sealed record SnapshotMeta(LogIndex LastIndex, Term LastTerm, Configuration Configuration)
{
    /// <summary>Before the first entry.</summary>
    public static SnapshotMeta Founding(Configuration configuration) => new(LogIndex.Zero, Term.Zero, configuration);
}
