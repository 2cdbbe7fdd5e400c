namespace RaftTorture.Targets.Nodes;

/// <summary>One life of a node, from its start to its end, whatever it lives in: a process, or a container.</summary>
internal interface INodeLife
{
    /// <summary>Its number on the machine that runs it.</summary>
    int Pid { get; }

    bool IsAlive { get; }

    /// <summary>Its exit code, once it ended and its last words are in the log. Killed by signal n it is 128 + n.</summary>
    Task<int> Ended { get; }

    /// <summary>True once it was seen to serve.</summary>
    bool HasServed { get; set; }

    /// <summary>True once the harness has told it to die, or done to it what a sound node may die of, such as a disk that fails.</summary>
    bool IsCondemned { get; set; }

    /// <summary>True while the harness holds it stopped.</summary>
    bool IsPaused { get; set; }
}
