using RaftTorture.Checking.Histories;

namespace RaftTorture.Benchmarks.Judge;

/// <summary>Whose histories these are, which decides the targets that they count for.</summary>
internal enum CaseGroup
{
    Recorded,
    KeyValue,
    Generated,
}

/// <summary>One history to judge.</summary>
/// <param name="Load">Reads or makes it; asked once, before anything is measured.</param>
/// <param name="Initial">What each register holds at first.</param>
/// <param name="IsLinearizable">Null where nobody knows.</param>
internal sealed record JudgedCase(CaseGroup Group, string Name, Func<IReadOnlyList<HistoryEvent>> Load, Value Initial, bool? IsLinearizable)
{
    /// <summary>What Porcupine took for it once, on one core; null where nobody has measured that.</summary>
    public double? PorcupineMs { get; init; }

    /// <summary>Where it comes from, if it was generated.</summary>
    public Shape? Shape { get; init; }

    /// <summary>That a stale get is impossible is not known without looking: what it saw may still have been there.</summary>
    public static JudgedCase Of(KvShape shape) => new(CaseGroup.KeyValue, shape.Name, shape.Generate, KvShape.Empty, shape.IsStale ? null : true);

    public static JudgedCase Of(Shape shape) => new(CaseGroup.Generated, shape.Name, shape.Generate, Value.Absent, shape.IsLinearizable) { Shape = shape };
}
