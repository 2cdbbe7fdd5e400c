using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>Commitment: sections 5.3 and 5.4.</summary>
public sealed partial class RaftCore
{
    private bool HasCommittedInTerm => _log.TermAt(CommitIndex) == Term;

    private void OnPersisted(LogIndex lastIndex, Term lastTerm)
    {
        // The entry may have been replaced while the disk was busy: only index and term together name it.
        if (_log.TermAt(lastIndex) != lastTerm)
            return;
        _persisted = LogIndex.Max(_persisted, lastIndex);
        if (_leadership is not { } leadership)
            return;
        AdvanceCommit(leadership);
        ServeReadsIfStillLeading(leadership);
    }

    /// <summary>Commits what a quorum holds on disk; the leader counts with what its own disk has confirmed.</summary>
    private void AdvanceCommit(Leadership leadership)
    {
        var candidate = new LogIndex(LargestOnAQuorum(leadership, static follower => follower.Match.Value, _rules.OwnMatch(_persisted, _log.LastIndex).Value));
        if (candidate > CommitIndex && _rules.MayCommitByCounting(_log.TermAt(candidate)!.Value, Term))
            CommitTo(candidate);
    }

    private void CommitTo(LogIndex index)
    {
        if (index <= CommitIndex)
            return;
        Promise.Kept(index <= _log.LastIndex, $"commit {index} lies behind the log's end {_log.LastIndex}");
        var committed = _log.Between(CommitIndex, index);
        CommitIndex = index;
        _effects.Add(new Effect.Apply(committed));
        ServeAskedReads();
        TakeSnapshotIfDue();
        if (_leadership is not { } leadership)
            return;
        leadership.UncommittedBytes -= BytesOf(committed);
        if (committed.Any(static entry => entry.Kind == EntryKind.Configuration))
            OnConfigurationCommitted(leadership);
    }

    /// <summary>The latest time by which a quorum, this leader included, had answered.</summary>
    private long QuorumHeardMs(Leadership leadership) => LargestOnAQuorum(leadership, static follower => follower.HeardMs, NowMs);

    /// <summary>The largest value that a quorum has reached: of log indexes, what is replicated; of times and rounds, what is confirmed.</summary>
    /// <remarks>A leader that is no voter any more does not count itself (thesis 4.2.2); learners never count.</remarks>
    private long LargestOnAQuorum(Leadership leadership, Func<Progress, long> ofFollower, long own)
    {
        var count = 0;
        foreach (var value in Configuration.Voters.Select(voter => voter == Id ? own : ofFollower(leadership.Find(voter)!)).OrderDescending())
        {
            if (_rules.IsQuorum(++count, Configuration.Voters.Length))
                return value;
        }

        throw new BrokenPromiseException("all voters together are no quorum");
    }

    private static long BytesOf(ImmutableArray<Entry> entries) => entries.Sum(static entry => (long)entry.Payload.Length);
}
