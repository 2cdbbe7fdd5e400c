namespace RaftTorture.Simulation.Clients;

/// <summary>What all clients of a world are told.</summary>
public sealed record ClientSetup
{
    public int Count { get; init; } = 4;

    /// <summary>Mean pause between two commands of one client, microseconds.</summary>
    public int ThinkUs { get; init; } = 20_000;

    /// <summary>After so long a command is given up, milliseconds.</summary>
    public int PatienceMs { get; init; } = 3_000;

    /// <summary>How many requests in a thousand, and how many answers, are lost.</summary>
    public int LossPermille { get; init; }

    public int Keys { get; init; } = 3;

    public int ReadPercent { get; init; } = 50;

    public int CasPercent { get; init; } = 10;
}
