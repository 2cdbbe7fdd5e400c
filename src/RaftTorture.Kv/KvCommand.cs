namespace RaftTorture.Kv;

/// <summary>What a client asks of the key-value machine. Keys and values are text; absence is null.</summary>
public abstract record KvCommand
{
    private KvCommand(string key) => Key = key;

    public string Key { get; }

    /// <summary>Reads a key: answered through ReadIndex, never logged.</summary>
    public sealed record Get : KvCommand
    {
        public Get(string key)
            : base(key)
        {
        }
    }

    public sealed record Put : KvCommand
    {
        public Put(string key, string value)
            : base(key) => Value = value;

        public string Value { get; }
    }

    public sealed record Delete : KvCommand
    {
        public Delete(string key)
            : base(key)
        {
        }
    }

    /// <summary>Sets the key if it holds <see cref="Expected"/> (null: if it is absent); a miss returns what it saw.</summary>
    public sealed record Cas : KvCommand
    {
        public Cas(string key, string? expected, string value)
            : base(key)
        {
            Expected = expected;
            Value = value;
        }

        public string? Expected { get; }

        public string Value { get; }
    }

    /// <summary>Adds text to the end of the key's value; an absent key counts as empty.</summary>
    public sealed record Append : KvCommand
    {
        public Append(string key, string suffix)
            : base(key) => Suffix = suffix;

        public string Suffix { get; }
    }
}
