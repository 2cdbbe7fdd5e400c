using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>Linearizable reads without log entries: ReadIndex (section 8, thesis 6.4).</summary>
/// <remarks>
/// One round of confirmation at a time; what comes meanwhile waits for the next. A round has a number that followers echo, so that a
/// late answer to an older round never confirms a newer read.
/// </remarks>
public sealed partial class RaftCore
{
    private void OnRead(ImmutableArray<long> readIds)
    {
        if (_leadership is not { } leadership)
        {
            foreach (var id in readIds)
                _effects.Add(new Effect.RejectRead(id, _leader));
            return;
        }

        leadership.Waiting.AddRange(readIds);
        ServeReads(leadership);
    }

    private bool HasCommittedInTerm => _log.TermAt(CommitIndex) == Term;

    private void ServeReads(Leadership leadership)
    {
        if (leadership.Confirming is { } confirming && IsServable(leadership, confirming.Round))
        {
            Answer(confirming);
            leadership.Confirming = null;
        }

        if (leadership.Confirming is null && leadership.Waiting.Count > 0)
            ServeWaiting(leadership);
    }

    private void ServeWaiting(Leadership leadership)
    {
        var reads = new OpenReads([.. leadership.Waiting], leadership.ReadRound + 1, CommitIndex);
        var isServable = IsServable(leadership, reads.Round);
        if (!isServable && !HasCommittedInTerm)
            return; // The commit index may still lie behind what an earlier leader acknowledged.
        leadership.Waiting.Clear();
        if (isServable)
            Answer(reads);
        else
            StartRound(leadership, reads);
    }

    private void StartRound(Leadership leadership, OpenReads reads)
    {
        leadership.ReadRound = reads.Round;
        leadership.Confirming = reads;
        foreach (var follower in leadership.Followers)
            SendAppend(leadership, follower, []);
    }

    private bool IsServable(Leadership leadership, long round)
    {
        var confirmed = 1 + leadership.Followers.Count(follower => follower.ReadRound >= round);
        return _rules.MayServeRead(_rules.IsQuorum(confirmed, _config.Members.Length), HasCommittedInTerm);
    }

    private void Answer(OpenReads reads)
    {
        foreach (var id in reads.Ids)
            _effects.Add(new Effect.AnswerRead(id, reads.ReadIndex));
    }

    private void RejectReads(Leadership lost)
    {
        foreach (var id in (lost.Confirming?.Ids ?? []).Concat(lost.Waiting))
            _effects.Add(new Effect.RejectRead(id, _leader));
    }
}
