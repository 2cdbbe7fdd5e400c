namespace RaftTorture.NUnit;

/// <summary>Where recordings begin.</summary>
public static class History
{
    /// <summary>A recording without events. Its clock starts now.</summary>
    public static Recording Record() => new();
}
