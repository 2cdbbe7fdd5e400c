namespace RaftTorture.Raft;

public enum EntryKind : byte
{
    /// <summary>Appended by a new leader so that it can commit at once (section 8).</summary>
    NoOp = 0,

    /// <summary>A command of the state machine; Raft does not look inside.</summary>
    Command = 1,

    /// <summary>The members from here on, as <see cref="ConfigurationCodec"/> writes them (section 6).</summary>
    Configuration = 2,
}

/// <summary>One log entry. Index and term identify it in all logs, ever (log matching, section 5.3).</summary>
public sealed record Entry(LogIndex Index, Term Term, EntryKind Kind, ReadOnlyMemory<byte> Payload)
{
    public bool Equals(Entry? other) =>
        other is not null && Index == other.Index && Term == other.Term && Kind == other.Kind && Payload.Span.SequenceEqual(other.Payload.Span);

    public override int GetHashCode() => unchecked((int)((Index.Value * 397) ^ Term.Value));

    public override string ToString() => $"{Index}@{Term}";
}
