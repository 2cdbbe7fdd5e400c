namespace RaftTorture.TestKit.Worlds;

/// <summary>A linearizable read as its client sees it.</summary>
public sealed class ClientRead(long id, string key)
{
    public long Id { get; } = id;

    public string Key { get; } = key;

    public Outcome Outcome { get; internal set; }

    /// <summary>What it returned: null if it has no answer or the key has no value.</summary>
    public string? Value { get; internal set; }
}
