namespace RaftTorture.Simulation.Networks;

/// <summary>What the network does to every message. Delays are drawn anew for each, so a wide range also reorders.</summary>
/// <param name="MinDelayUs">Shortest one-way delay, microseconds.</param>
/// <param name="MaxDelayUs">Longest one-way delay of all but stragglers, microseconds.</param>
public sealed record Weather(int MinDelayUs, int MaxDelayUs)
{
    /// <summary>A local network: messages overtake each other now and then, and none is lost.</summary>
    public static readonly Weather Calm = new(200, 1_000);

    /// <summary>How many messages in a thousand are lost.</summary>
    public int DropPermille { get; init; }

    /// <summary>How many in a thousand arrive twice.</summary>
    public int DuplicatePermille { get; init; }

    /// <summary>How many in a thousand are stragglers: the long tail of a real network.</summary>
    public int StragglerPermille { get; init; }

    /// <summary>Longest delay of a straggler, microseconds.</summary>
    public int StragglerUs { get; init; }

    /// <summary>Each link delivers in order, as a connection does.</summary>
    public bool KeepsOrder { get; init; }

    public override string ToString() =>
        $"{MinDelayUs}-{MaxDelayUs} us{(KeepsOrder ? " in order" : "")}, lost {DropPermille}, doubled {DuplicatePermille}, "
        + $"late {StragglerPermille} permille by up to {StragglerUs} us";
}
