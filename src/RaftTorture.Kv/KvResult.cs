using System.Collections.Immutable;

namespace RaftTorture.Kv;

/// <summary>What the key-value machine answers.</summary>
public abstract record KvResult
{
    private KvResult()
    {
    }

    /// <summary>Done. <paramref name="Value"/> is what a get read (null: absent) or the sum of an incr; null for other writes.</summary>
    public sealed record Done(string? Value) : KvResult;

    /// <summary>The compare-and-set found another value and changed nothing.</summary>
    public sealed record CasMiss(string? Observed) : KvResult;

    /// <summary>The transaction ran. One result for each operation of the branch that ran, as in <see cref="Done"/>.</summary>
    public sealed record TxnDone(bool Succeeded, ImmutableArray<string?> Results) : KvResult
    {
        public bool Equals(TxnDone? other) => other is not null && Succeeded == other.Succeeded && Results.SequenceEqual(other.Results);

        public override int GetHashCode() => Results.Length;
    }

    /// <summary>An incr found no 64-bit number, or would have made none, under this key; nothing changed.</summary>
    public sealed record NotANumber(string Key) : KvResult;

    /// <summary>
    /// The value under this key, or with this key's result the reply, would have become longer than <see cref="KvLimits"/> allow; nothing
    /// changed. Null: the command itself has a longer key or list.
    /// </summary>
    public sealed record TooLong(string? Key) : KvResult;

    /// <summary>The session is open under this number.</summary>
    public sealed record SessionOpened(long Session) : KvResult;

    /// <summary>
    /// There is no such session, and there never will be again: this attempt did nothing. An earlier one with the same sequence number may
    /// have been applied while the session lived.
    /// </summary>
    public sealed record SessionExpired : KvResult;

    /// <summary>The session has moved past this sequence number: its reply is gone. The command may have been applied before.</summary>
    public sealed record StaleSequence(long LastSequence) : KvResult;
}
