namespace RaftTorture.Benchmarks.Loads;

/// <summary>What the clients ask for.</summary>
internal enum LoadKind
{
    /// <summary>So many puts a client, and then it is over.</summary>
    Fill,
    Put,
    Get,
}

/// <summary>A closed loop: each client has keys of its own and asks again as soon as it is answered.</summary>
/// <param name="WarmUp">Under the same load, but not measured.</param>
internal sealed record Load(LoadKind Kind, TimeSpan WarmUp, TimeSpan Duration)
{
    public int Clients { get; init; } = 64;

    /// <summary>Few enough to be filled before each round: a get then always finds something.</summary>
    public int KeysPerClient { get; init; } = 100;

    public int ValueBytes { get; init; } = 256;

    /// <summary>Puts of each client in a fill; null for each key once.</summary>
    public int? Fills { get; init; }

    public static Load Fill(Load like) => like with { Kind = LoadKind.Fill, WarmUp = TimeSpan.Zero, Duration = TimeSpan.Zero };

    public string Key(int client, int i) => $"k{client}-{i % KeysPerClient}";
}
