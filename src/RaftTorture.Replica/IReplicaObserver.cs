using RaftTorture.Raft;

namespace RaftTorture.Replica;

/// <summary>Sees what a replica does, at five places, and changes none of it: a trace in a node, the judges of a simulation.</summary>
public interface IReplicaObserver
{
    /// <summary>The replica has recovered and will take its first input.</summary>
    /// <param name="core">The protocol's state, not a copy.</param>
    /// <param name="recovered">What the core started from.</param>
    /// <param name="stateHash">Of the state machine as the snapshot restored it.</param>
    void Started(RaftCore core, Recovered recovered, ulong stateHash);

    /// <summary>The core has taken an input; none of its effects is executed yet.</summary>
    void Stepped(Input input, IReadOnlyList<Effect> effects, RaftCore core);

    /// <summary>The flush of all that was written has returned.</summary>
    void Flushed();

    /// <summary>The message is handed to the network.</summary>
    void Sent(Message message);

    /// <summary>The state machine holds everything up to this index: by applying its entry, or by a snapshot.</summary>
    void Applied(LogIndex index, ulong stateHash);
}
