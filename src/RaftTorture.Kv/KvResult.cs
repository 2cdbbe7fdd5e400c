namespace RaftTorture.Kv;

/// <summary>What the key-value machine answers.</summary>
public abstract record KvResult
{
    private KvResult()
    {
    }

    /// <summary>Done. <paramref name="Value"/> is what a get read (null: absent); null for writes.</summary>
    public sealed record Done(string? Value) : KvResult;

    /// <summary>The compare-and-set found another value and changed nothing.</summary>
    public sealed record CasMiss(string? Observed) : KvResult;

    /// <summary>The session has moved past this sequence number: its reply is gone. The command may have been applied before.</summary>
    public sealed record StaleSequence(long LastSequence) : KvResult;
}
