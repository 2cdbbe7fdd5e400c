using System.Collections.Immutable;

namespace RaftTorture.Kv;

/// <summary>What a client asks of the key-value machine. Keys and values are text; absence is null.</summary>
public abstract record KvCommand
{
    private KvCommand()
    {
    }

    /// <summary>One key, one step: what may stand in a transaction too.</summary>
    public abstract record Simple : KvCommand
    {
        private protected Simple(string key) => Key = key;

        public string Key { get; }
    }

    /// <summary>Reads a key. By itself it is answered through ReadIndex and never logged.</summary>
    public sealed record Get(string Key) : Simple(Key);

    public sealed record Put(string Key, string Value) : Simple(Key);

    public sealed record Delete(string Key) : Simple(Key);

    /// <summary>Adds text to the end of the key's value; an absent key counts as empty.</summary>
    public sealed record Append(string Key, string Suffix) : Simple(Key);

    /// <summary>
    /// Adds to a number and answers the sum; an absent key counts as 0. If the value is not a 64-bit number as it is written (digits, a minus,
    /// nothing needless) or the sum is none, nothing changes: <see cref="KvResult.NotANumber"/>.
    /// </summary>
    public sealed record Incr(string Key, long Delta) : Simple(Key);

    /// <summary>Sets the key if it holds <paramref name="Expected"/> (null: if it is absent); a miss returns what it saw.</summary>
    public sealed record Cas(string Key, string? Expected, string Value) : KvCommand;

    /// <summary>
    /// A transaction in etcd's shape: if all compares hold, one list of operations runs, else the other; all of it as one step.
    /// </summary>
    /// <remarks>
    /// Operations run in their order and each sees what those before it did: of two puts to one key the last stays. (etcd refuses that, because it
    /// would give one revision to two values; here there are no revisions.) An <see cref="Incr"/> that finds no number undoes the whole branch,
    /// and so does an operation whose value or result is too long.
    /// </remarks>
    public sealed record Txn(ImmutableArray<KvCompare> Compares, ImmutableArray<Simple> OnSuccess, ImmutableArray<Simple> OnFailure) : KvCommand
    {
        public bool Equals(Txn? other) =>
            other is not null && Compares.SequenceEqual(other.Compares) && OnSuccess.SequenceEqual(other.OnSuccess) && OnFailure.SequenceEqual(other.OnFailure);

        public override int GetHashCode() => (Compares.Length * 31 * 31) + (OnSuccess.Length * 31) + OnFailure.Length;
    }
}
