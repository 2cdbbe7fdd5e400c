namespace RaftTorture.Raft;

/// <summary>How a leader knows that it still leads when it serves a read.</summary>
public enum ReadMode
{
    /// <summary>A round of confirmation by a quorum after the read came (thesis 6.4): safe whatever clocks do.</summary>
    ReadIndex,

    /// <summary>
    /// The last round still holds because no other leader can be elected before an election timeout is over (thesis 6.4.1): no message a
    /// read, but it trusts that monotonic clocks run at nearly the same rate, and that they count while a machine is suspended, which not all do.
    /// </summary>
    Lease,
}
