using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Targets.Faults.Clocks;

/// <summary>Looks at a node's own clock and says whether it is wrong in the way that was asked for, or right again.</summary>
/// <remarks>
/// What was asked for must be among what the readings allow, and what the clock would say otherwise must not: a change that is too small to
/// be told from none is not confirmed.
/// </remarks>
/// <param name="probe">Asks the node.</param>
/// <param name="honest">What it says when nothing is wrong with it: machines differ from the harness's.</param>
internal sealed class ClockWitness(ClockProbe probe, ClockRange honest)
{
    private const int FewReadings = 3;
    private const int ManyReadings = 16;

    /// <summary>The harness's clock and the node's are compared with each other at two moments: meanwhile either may be adjusted by this much.</summary>
    private const double RoomMs = 0.5;

    /// <summary>A rate is measured to this part of itself.</summary>
    private const double RatePrecision = 0.25;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The slower a node answers, the longer it takes to tell a small drift from none.</summary>
    private static readonly TimeSpan RatePatience = TimeSpan.FromSeconds(10);

    /// <summary>What a clock says that nobody touched: narrow enough for a jump of a few milliseconds. Null if it does not answer.</summary>
    public static async Task<ClockRange?> LookAsync(ClockProbe probe, CancellationToken cancellation)
    {
        ClockRange? seen = null;
        var readings = 0;
        await foreach (var reading in probe.ReadAsync(TimeSpan.FromSeconds(1), cancellation))
        {
            seen = seen?.Narrow(reading.Ahead) ?? reading.Ahead;
            if (++readings >= FewReadings && seen.Value.WidthMs < 3)
                break;
        }

        return seen;
    }

    /// <summary>Whether it is wrong as it should be.</summary>
    public Task<FaultEffect> SeeAsync(WrongClock wrong, CancellationToken cancellation) => wrong.Fault switch
    {
        Fault.BumpClock bump => SeeJumpAsync(bump.OffsetMs, cancellation),
        Fault.StrobeClock strobe => SeeStrobeAsync(strobe, cancellation),
        Fault.DriftClock drift => SeeRateAsync("clock", drift.Ppm, drift.Ppm, cancellation),
        _ => throw new UnreachableException($"{wrong.Fault}"),
    };

    /// <summary>Whether it is right, and no longer wrong as it was; for a strobe it is watched for two periods.</summary>
    public async Task<FaultEffect> SeeHonestAsync(WrongClock? wrong, CancellationToken cancellation)
    {
        var start = ClockProbe.NowMs;
        var watchMs = wrong?.Fault is Fault.StrobeClock strobe ? 2.0 * strobe.PeriodMs : 0;
        var enough = wrong?.Fault is Fault.StrobeClock ? ManyReadings : FewReadings;
        ClockRange? seen = null;
        var readings = 0;
        await foreach (var reading in probe.ReadAsync(Patience, cancellation))
        {
            var isTold = IsTold(reading.Ahead, wrong?.OffAtMs(reading.AtMs) ?? 0);
            seen = seen?.Narrow(reading.Ahead) ?? reading.Ahead;
            if (!reading.Ahead.Meets(honest.Widen(RoomMs)))
                return new FaultEffect(false, $"its clock is still off: {reading.Ahead} from the harness's, and {honest} when it was right");
            readings += wrong is null || isTold ? 1 : 0;
            if (readings >= enough && reading.AtMs - start > watchMs)
                return new FaultEffect(true, $"its clock is right: {seen} from the harness's, {readings} readings");
        }

        return new FaultEffect(false, seen is null ? "it does not tell its clock" : $"whether its clock is right cannot be told: {seen} from the harness's");
    }

    private async Task<FaultEffect> SeeJumpAsync(double offsetMs, CancellationToken cancellation)
    {
        ClockRange? seen = null;
        var readings = 0;
        await foreach (var reading in probe.ReadAsync(Patience, cancellation))
        {
            seen = seen?.Narrow(reading.Ahead) ?? reading.Ahead;
            if (++readings < FewReadings)
                continue;
            if (!seen.Value.Meets(honest.Shift(offsetMs).Widen(RoomMs)))
                return new FaultEffect(false, $"its clock is {seen} from the harness's, and not {offsetMs:+0;-0} ms");
            if (IsTold(seen.Value, offsetMs))
                return new FaultEffect(true, $"its clock is {seen} from the harness's, {readings} readings");
        }

        return new FaultEffect(false, seen is null ? "it does not tell its clock" : $"a jump of {offsetMs:+0;-0} ms cannot be told from none: its clock is {seen} from the harness's");
    }

    private async Task<FaultEffect> SeeStrobeAsync(Fault.StrobeClock strobe, CancellationToken cancellation)
    {
        var far = honest.Shift(strobe.DeltaMs).Widen(RoomMs);
        var (there, back, neither) = (0, 0, 0);
        await foreach (var reading in probe.ReadAsync(Patience, cancellation))
        {
            var (isThere, isBack) = (reading.Ahead.Meets(far), reading.Ahead.Meets(honest.Widen(RoomMs)));
            there += isThere && !isBack ? 1 : 0;
            back += isBack && !isThere ? 1 : 0;
            neither += isThere || isBack ? 0 : 1;
            if (there >= FewReadings && back >= FewReadings)
                break;
        }

        return new FaultEffect(
            there >= FewReadings && back >= FewReadings && neither == 0,
            $"its clock was {there} times {strobe.DeltaMs:+0;-0} ms from the harness's and {back} times with it" + (neither > 0 ? $", and {neither} times elsewhere" : ""));
    }

    /// <summary>Whether a clock runs at a rate, to a part of another: that from which it must be told.</summary>
    /// <param name="clock">Which, in words.</param>
    /// <param name="ppm">The rate that is sought, parts per million.</param>
    /// <param name="scalePpm">The greater of that and what it would be otherwise.</param>
    /// <param name="cancellation">Ends the look.</param>
    public async Task<FaultEffect> SeeRateAsync(string clock, int ppm, int scalePpm, CancellationToken cancellation)
    {
        var roomPpm = RatePrecision * Math.Abs(scalePpm);
        ClockReading? first = null;
        (double LowPpm, double HighPpm) rate = (double.NegativeInfinity, double.PositiveInfinity);
        await foreach (var reading in probe.ReadAsync(RatePatience, cancellation))
        {
            first ??= reading;
            if (first == reading)
                continue;
            rate = Narrow(rate, RateBetween(first, reading));
            if (rate.HighPpm - rate.LowPpm <= roomPpm)
                return JudgeRate(clock, ppm, roomPpm, rate, reading.AtMs - first.AtMs);
        }

        return new FaultEffect(false, first is null ? $"it does not tell its {clock}" : $"a rate of {ppm:+0;-0;0} ppm cannot be told in {RatePatience.TotalSeconds} s: between {rate.LowPpm:0} and {rate.HighPpm:0}");
    }

    private static FaultEffect JudgeRate(string clock, int ppm, double roomPpm, (double LowPpm, double HighPpm) rate, double overMs)
    {
        var isSo = ppm >= rate.LowPpm - roomPpm && ppm <= rate.HighPpm + roomPpm;
        return new FaultEffect(isSo, $"its {clock} gained {(rate.LowPpm + rate.HighPpm) / 2:+0;-0;0} ppm (± {(rate.HighPpm - rate.LowPpm) / 2:0}) over {overMs:0} ms");
    }

    /// <summary>The slowest and the fastest that a clock may have run between two looks, wherever in them it was read.</summary>
    private static (double LowPpm, double HighPpm) RateBetween(ClockReading first, ClockReading last)
    {
        var (gainLowMs, gainHighMs) = (last.Ahead.LowMs - first.Ahead.HighMs, last.Ahead.HighMs - first.Ahead.LowMs);
        var (middleMs, roomMs) = (last.AtMs - first.AtMs, (first.TookMs + last.TookMs) / 2);
        var (shortMs, longMs) = (Math.Max(middleMs - roomMs, 0.001), middleMs + roomMs);
        return (gainLowMs / (gainLowMs > 0 ? longMs : shortMs) * 1e6, gainHighMs / (gainHighMs > 0 ? shortMs : longMs) * 1e6);
    }

    private static (double LowPpm, double HighPpm) Narrow((double LowPpm, double HighPpm) known, (double LowPpm, double HighPpm) newer) =>
        (Math.Max(known.LowPpm, newer.LowPpm), Math.Min(known.HighPpm, newer.HighPpm));

    /// <summary>Whether a reading is of one side only: of an honest clock, or of one that is so far off.</summary>
    private bool IsTold(ClockRange seen, double offMs) => seen.Meets(honest.Widen(RoomMs)) != seen.Meets(honest.Shift(offMs).Widen(RoomMs));
}
