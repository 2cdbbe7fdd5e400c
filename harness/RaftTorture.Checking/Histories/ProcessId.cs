namespace RaftTorture.Checking.Histories;

/// <summary>A logical client: single-threaded, one open operation at most. The nemesis is a process of its own.</summary>
/// <remarks>A process whose operation ended unknown retires its number and goes on as number + concurrency (Jepsen's rule).</remarks>
public readonly record struct ProcessId(int Number) : IComparable<ProcessId>
{
    public static readonly ProcessId Nemesis = new(-1);

    public bool IsNemesis => Number < 0;

    public int CompareTo(ProcessId other) => Number.CompareTo(other.Number);

    public override string ToString() => IsNemesis ? "nemesis" : Number.ToString();
}
