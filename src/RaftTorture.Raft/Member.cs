namespace RaftTorture.Raft;

/// <summary>A server's part in a configuration.</summary>
/// <param name="Id">Who.</param>
/// <param name="IsVoter">Whether it counts in elections and commitment; a learner only receives the log (thesis 4.2.1).</param>
/// <param name="JoinedAt">
/// The index of the entry that added it, 0 for a founding member. A server that is removed and added again is another membership of the
/// same id: what was known of the old one's disk does not bind the new one.
/// </param>
/// <param name="Address">Where its peers reach it, for example <c>10.0.0.7:7000</c>; empty if each server is told by its own arguments.</param>
public sealed record Member(NodeId Id, bool IsVoter, LogIndex JoinedAt, string Address);
