namespace RaftTorture.Raft;

/// <summary>A position in the log; the first entry has index 1, and 0 stands before it.</summary>
public readonly record struct LogIndex(long Value) : IComparable<LogIndex>
{
    public static readonly LogIndex Zero = new(0);

    public LogIndex Next => new(Value + 1);

    public LogIndex Previous => new(Value - 1);

    public int CompareTo(LogIndex other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();

    public static LogIndex Min(LogIndex a, LogIndex b) => a.Value < b.Value ? a : b;

    public static LogIndex Max(LogIndex a, LogIndex b) => a.Value > b.Value ? a : b;

    public static bool operator <(LogIndex a, LogIndex b) => a.Value < b.Value;

    public static bool operator >(LogIndex a, LogIndex b) => a.Value > b.Value;

    public static bool operator <=(LogIndex a, LogIndex b) => a.Value <= b.Value;

    public static bool operator >=(LogIndex a, LogIndex b) => a.Value >= b.Value;

    public static LogIndex operator +(LogIndex a, int count) => new(a.Value + count);
}
