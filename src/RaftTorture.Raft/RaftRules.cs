namespace RaftTorture.Raft;

/// <summary>
/// The conditions of the Raft paper, each by its name, as small functions of values. The core asks them and decides nothing on its own,
/// so that a test can break exactly one.
/// </summary>
/// <remarks>Sections are those of "In Search of an Understandable Consensus Algorithm (Extended Version)"; "thesis" is Ongaro's dissertation.</remarks>
public class RaftRules
{
    /// <summary>The rules as written.</summary>
    public static readonly RaftRules Paper = new();

    /// <summary>A majority of the whole cluster, the leader included (section 5.2); right for even sizes too.</summary>
    public virtual bool IsQuorum(int count, int members) => count > members / 2;

    /// <summary>The later last term wins; with equal terms the longer log (section 5.4.1).</summary>
    public virtual bool IsUpToDate(Term candidateLastTerm, LogIndex candidateLastIndex, Term lastTerm, LogIndex lastIndex) =>
        candidateLastTerm > lastTerm || (candidateLastTerm == lastTerm && candidateLastIndex >= lastIndex);

    /// <summary>One vote a term, first come first served; a repeated request gets the same answer (section 5.2).</summary>
    public virtual bool MayVoteFor(NodeId candidate, NodeId? votedFor) => votedFor is null || votedFor == candidate;

    /// <summary>Whoever speaks in a higher term is followed into it, whatever it says (section 5.1); but a pre-vote and its grant speak of a term that
    /// nobody has entered yet, and move nobody (thesis 9.6).</summary>
    public virtual bool EntersTermOf(Message message, Term current) =>
        message.Term > current && message is not (Message.RequestVote { IsPreVote: true } or Message.VoteReply { IsPreVote: true, IsGranted: true });

    /// <summary>A leader of an earlier term is refused (section 5.1).</summary>
    public virtual bool IsStale(Term leaders, Term current) => leaders < current;

    /// <summary>Who has heard from a leader within the shortest election timeout disregards candidates (section 6, thesis 4.2.3).</summary>
    public virtual bool DisregardsCandidates(long sinceLeaderMs, int electionTimeoutMinMs) => sinceLeaderMs < electionTimeoutMinMs;

    /// <summary>What a server resumes with after a restart: exactly what it made durable (Figure 2).</summary>
    public virtual HardState Recover(HardState durable) => durable;

    /// <summary>The consistency check: the log holds an entry at the previous index with the previous term (section 5.3).</summary>
    /// <param name="termThere">This log's term at the previous index, or null if it ends before.</param>
    /// <param name="previousTerm">The leader's term there.</param>
    public virtual bool LogMatches(Term? termThere, Term previousTerm) => termThere == previousTerm;

    /// <summary>Same index, different terms: only then is an entry removed, and all that follow it (section 5.3).</summary>
    public virtual bool Conflicts(Term mine, Term leaders) => mine != leaders;

    /// <summary>A leader commits by counting replicas only in its own term; older entries follow indirectly (section 5.4.2, Figure 8).</summary>
    public virtual bool MayCommitByCounting(Term entryTerm, Term currentTerm) => entryTerm == currentTerm;

    /// <summary>A leader counts itself among those who hold an entry once its own disk does (thesis 10.2.1).</summary>
    public virtual LogIndex OwnMatch(LogIndex persisted, LogIndex last) => persisted;

    /// <summary>A follower may commit what the leader has, but only as far as it is known to hold the leader's log (Figure 2).</summary>
    public virtual LogIndex FollowerCommit(LogIndex commit, LogIndex leaderCommit, LogIndex lastVerified) =>
        LogIndex.Max(commit, LogIndex.Min(leaderCommit, lastVerified));

    /// <summary>A leader that has heard from no quorum for an election timeout steps down (thesis 6.2).</summary>
    public virtual bool HasLostQuorum(long sinceQuorumMs, int electionTimeoutMaxMs) => sinceQuorumMs > electionTimeoutMaxMs;

    /// <summary>A leader serves a read once a quorum has confirmed it after the read came, and its own term has a commit (thesis 6.4).</summary>
    public virtual bool MayServeRead(bool isConfirmedByQuorum, bool hasCommittedInTerm) => isConfirmedByQuorum && hasCommittedInTerm;

    /// <summary>A follower confirms the newest round that it has answered, and none that was begun since (thesis 6.4).</summary>
    public virtual long ConfirmedRound(long answered, long latest) => answered;

    /// <summary>
    /// A lease holds for less than an election timeout from the moment its round was sent: until then no voter of that round helps to elect
    /// another leader (thesis 6.4.1).
    /// </summary>
    public virtual bool HoldsLease(long sinceRoundSentMs, int leaseMs) => sinceRoundSentMs < leaseMs;

    /// <summary>A snapshot is installed only if it includes more than is committed here: an old one would undo it (section 7).</summary>
    public virtual bool IsNews(LogIndex snapshot, LogIndex commit) => snapshot > commit;

    /// <summary>
    /// One change at a time, and only by a leader that has committed an entry of its own term. Without the second condition two leaders may
    /// each hold an uncommitted change to the same old configuration, and their majorities need not meet (Ongaro's correction of July 2015).
    /// </summary>
    public virtual bool MayChangeMembership(bool isAnotherUncommitted, bool hasCommittedInTerm) => !isAnotherUncommitted && hasCommittedInTerm;

    /// <summary>A learner gets its vote once it is nearly where the leader is, or a quorum might wait for it to catch up (thesis 4.2.1).</summary>
    public virtual bool MayPromote(long entriesBehind, int maxEntriesBehind) => entriesBehind <= maxEntriesBehind;
}
