namespace RaftTorture.TestKit.Worlds;

public enum Outcome
{
    /// <summary>No answer yet.</summary>
    Open,

    /// <summary>It happened.</summary>
    Ok,

    /// <summary>It certainly did not happen: the node does not lead.</summary>
    Rejected,

    /// <summary>The node stopped or stopped leading: it may have happened, or may still.</summary>
    Unknown,
}
