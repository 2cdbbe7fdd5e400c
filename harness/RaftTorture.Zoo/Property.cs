namespace RaftTorture.Zoo;

/// <summary>What a mistake breaks, in the words of the paper's Figure 3 and of those who use the cluster.</summary>
public enum Property
{
    /// <summary>At most one leader a term.</summary>
    ElectionSafety,

    /// <summary>Equal index and term, equal logs up to there.</summary>
    LogMatching,

    /// <summary>What is committed is in the logs of all later leaders.</summary>
    LeaderCompleteness,

    /// <summary>No two state machines apply different entries at an index.</summary>
    StateMachineSafety,

    /// <summary>What was acknowledged survives crashes.</summary>
    Durability,

    /// <summary>Clients see one register, and time moves forward.</summary>
    Linearizability,

    /// <summary>With a quorum that can speak there is progress.</summary>
    Availability,
}
