namespace RaftTorture.Reporting.Digests;

/// <summary>Lengths of time in three significant figures and the unit that fits.</summary>
public static class Duration
{
    private const double NsPerUs = 1e3;
    private const double NsPerMs = 1e6;
    private const double NsPerSecond = 1e9;

    public static string Of(double durationNs) => durationNs switch
    {
        < NsPerUs => $"{durationNs:0} ns",
        < NsPerMs => $"{Figures(durationNs / NsPerUs)} µs",
        < NsPerSecond => $"{Figures(durationNs / NsPerMs)} ms",
        < 100 * NsPerSecond => $"{Figures(durationNs / NsPerSecond)} s",
        _ => $"{(long)(durationNs / NsPerSecond) / 60} min {(long)(durationNs / NsPerSecond) % 60} s",
    };

    /// <summary>A moment in a run: seconds since its start, to the millisecond.</summary>
    public static string Moment(long timeNs) => $"{timeNs / NsPerSecond:0.000} s";

    private static string Figures(double value) => value switch
    {
        < 10 => value.ToString("0.##"),
        < 100 => value.ToString("0.#"),
        _ => value.ToString("0"),
    };
}
