using System.Buffers.Binary;

namespace RaftTorture.Targets.Kernel.Clocks;

/// <summary>What the clocks of a process say beside the truth: laid out as <c>struct lie</c> in <c>Blob/skew.c</c>.</summary>
/// <param name="BaseNs">On the machine's CLOCK_MONOTONIC: rates and the strobe count from here.</param>
/// <param name="WallOffsetNs">How far the wall clock is ahead at the base.</param>
/// <param name="WallPpm">What it gains from then on.</param>
/// <param name="MonotonicOffsetNs">What the monotonic clock had gained at the base. It is never taken back: that would be a jump.</param>
/// <param name="MonotonicPpm">What the monotonic clock gains.</param>
/// <param name="StrobeDeltaNs">How much further on the wall clock is in every other period, the first included.</param>
/// <param name="StrobePeriodNs">0 for no strobe.</param>
internal sealed record ClockLie(
    long BaseNs, long WallOffsetNs, long WallPpm, long MonotonicOffsetNs, long MonotonicPpm, long StrobeDeltaNs, long StrobePeriodNs)
{
    public const int Bytes = 7 * sizeof(long);

    public static readonly ClockLie None = new(0, 0, 0, 0, 0, 0, 0);

    /// <summary>A true wall clock from now on, and a monotonic one that has gained what it has gained and gains no more.</summary>
    public ClockLie EndedAt(long nowNs) => None with { BaseNs = nowNs, MonotonicOffsetNs = MonotonicOffsetAt(nowNs) };

    public long WallOffsetAt(long nowNs) => WallOffsetNs + Gained(nowNs - BaseNs, WallPpm);

    public long MonotonicOffsetAt(long nowNs) => MonotonicOffsetNs + Gained(nowNs - BaseNs, MonotonicPpm);

    public void WriteTo(Span<byte> destination)
    {
        ReadOnlySpan<long> fields = [BaseNs, WallOffsetNs, WallPpm, MonotonicOffsetNs, MonotonicPpm, StrobeDeltaNs, StrobePeriodNs];
        for (var place = 0; place < fields.Length; place++)
            BinaryPrimitives.WriteInt64LittleEndian(destination[(place * sizeof(long))..], fields[place]);
    }

    public static ClockLie ReadFrom(ReadOnlySpan<byte> bytes)
    {
        var fields = new long[Bytes / sizeof(long)];
        for (var place = 0; place < fields.Length; place++)
            fields[place] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(place * sizeof(long))..]);
        return new ClockLie(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6]);
    }

    /// <summary>As the blob reckons: whole millions first, so that days at any rate do not overflow.</summary>
    private static long Gained(long elapsedNs, long ppm) => elapsedNs / 1_000_000 * ppm + elapsedNs % 1_000_000 * ppm / 1_000_000;
}
