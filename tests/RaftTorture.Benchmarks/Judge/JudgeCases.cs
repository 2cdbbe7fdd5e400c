namespace RaftTorture.Benchmarks.Judge;

/// <summary>The generated histories that are judged, by the target that they are for.</summary>
internal static class JudgeCases
{
    private static readonly int[] SomeUnknown = [5, 10, 20];

    /// <summary>T4: one key, few clients, long.</summary>
    public static IReadOnlyList<Shape> Long { get; } = [new(100_000, 5), new(100_000, 5, Values: 5)];

    /// <summary>T5: one key, twenty clients, short; five seeds each.</summary>
    public static IReadOnlyList<Shape> Hot(int values, int unknownPercent) =>
        [.. Enumerable.Range(1, 5).Select(seed => new Shape(1_000, 20, values, unknownPercent) { Seed = seed })];

    /// <summary>T6.</summary>
    public static Shape HotUnique { get; } = new(100_000, 50);

    /// <summary>T6.</summary>
    public static Shape HotFew { get; } = new(100_000, 50, Values: 5);

    /// <summary>T7: a failed cas says what it saw.</summary>
    public static Shape Million { get; } = new(1_000_000, 50, UnknownPercent: 5);

    /// <summary>T8.</summary>
    public static IReadOnlyList<Shape> Stale { get; } =
        [.. SomeUnknown.Select(percent => new Shape(1_000, 20, UnknownPercent: percent) { IsStale = true })];

    /// <summary>T3: as Porcupine's own c50 histories, which are 1,712 operations of 50 clients on 10 keys.</summary>
    public static IReadOnlyList<KvShape> KeyValue { get; } =
        [.. Enumerable.Range(1, 5).Select(seed => new KvShape(1_712, 50, 10) { Seed = seed }), new(1_712, 50, 10) { IsStale = true }];

    /// <summary>For the limits of T9: more than any search decides at once.</summary>
    public static Shape Undecidable { get; } = new(1_000_000, 50, Values: 5, UnknownPercent: 1) { IsBlind = true };

    private static IReadOnlyList<Shape> Others { get; } =
    [
        new(1_000_000, 20) { Keys = 100 },
        new(100_000, 50, UnknownPercent: 20),
        new(10_000, 20, Values: 5, UnknownPercent: 1),
        new(100_000, 20, UnknownPercent: 1) { IsBlind = true },
        new(10_000, 10) { IsStale = true },
    ];

    public static IEnumerable<JudgedCase> All => [.. KeyValue.Select(JudgedCase.Of), .. Registers.Select(JudgedCase.Of)];

    private static IEnumerable<Shape> Registers =>
        [.. Long, .. Hot(0, 0), .. Hot(5, 0), .. Hot(5, 1), HotUnique, HotFew, Million, .. Stale, .. Others];
}
