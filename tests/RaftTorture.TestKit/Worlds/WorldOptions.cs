using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>What a world is made of, before anything happens in it.</summary>
public sealed record WorldOptions
{
    /// <summary>The founding members.</summary>
    public int Nodes { get; init; } = 3;

    /// <summary>Servers that run and wait to be added; their numbers follow those of the founding members.</summary>
    public int Spares { get; init; }

    /// <summary>Decides every delay, loss and election timeout: the same seed plays the same story.</summary>
    public ulong Seed { get; init; } = 1;

    public RaftRules Rules { get; init; } = RaftRules.Paper;

    /// <summary>Changes the configuration that every node starts with.</summary>
    public Func<RaftConfig, RaftConfig> Configure { get; init; } = config => config;

    /// <summary>False stops all clocks: then only <see cref="RaftWorld.Campaign"/> and <see cref="RaftWorld.Beat"/> make a node act on its own.</summary>
    public bool ClocksRun { get; init; } = true;

    public int TickMs { get; init; } = 5;

    /// <summary>How long a flush takes, milliseconds.</summary>
    public int FlushMs { get; init; }

    /// <summary>How long the writing of a snapshot takes, milliseconds.</summary>
    public int SnapshotMs { get; init; } = 20;

    /// <summary>False: hosts show their cores a message without the time at which it came.</summary>
    public bool LooksAtClockFirst { get; init; } = true;

    /// <summary>False: hosts listen to a member whose disk was replaced.</summary>
    public bool KnowsDisks { get; init; } = true;

    /// <summary>False: a snapshot holds the state as it is once it is written out, not as it was when it was ordered.</summary>
    public bool FreezesState { get; init; } = true;

    /// <summary>Changes what a node does: a host that breaks its side of the contract.</summary>
    public Func<IReadOnlyList<Effect>, IReadOnlyList<Effect>> Tamper { get; init; } = effects => effects;

    /// <summary>Invariants that are not checked, by name: to see what else a broken rule breaks.</summary>
    public IReadOnlyList<string> Overlooked { get; init; } = [];

    /// <summary>Servers as section 5 of the paper has them: no pre-votes, no empty entries, clocks that the story moves.</summary>
    public static WorldOptions AsInTheFigures(int nodes) => new()
    {
        Nodes = nodes,
        ClocksRun = false,
        Configure = config => config with { PreVote = false, CheckQuorum = false, NoOpOnElection = false },
    };
}
