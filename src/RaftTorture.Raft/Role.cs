namespace RaftTorture.Raft;

public enum Role
{
    Follower,

    /// <summary>Asks whether it could win before it disturbs anybody (thesis 9.6).</summary>
    PreCandidate,

    Candidate,
    Leader,
}
