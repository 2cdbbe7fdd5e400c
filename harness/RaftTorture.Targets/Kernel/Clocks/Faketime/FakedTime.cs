using System.Globalization;

namespace RaftTorture.Targets.Kernel.Clocks.Faketime;

/// <summary>What the wall clock of a process says beside the truth.</summary>
/// <param name="OffsetMs">How far it is ahead now; behind if negative.</param>
/// <param name="Ppm">What it gains from now on, parts per million.</param>
/// <param name="StrobeDeltaMs">How much further on it is in every other period, the first included.</param>
/// <param name="StrobePeriodMs">0 for no strobe.</param>
internal sealed record FakedTime(double OffsetMs = 0, int Ppm = 0, long StrobeDeltaMs = 0, int StrobePeriodMs = 0)
{
    /// <summary>The line that libfaketime reads: seconds, and a rate.</summary>
    /// <remarks>
    /// It counts a rate from the start of the process, not from now, so what that would have gained is taken off. And it keeps a rate that it was
    /// told once until it is told another: the true rate is written as well.
    /// </remarks>
    /// <param name="age">For how long the process has lived.</param>
    public string Line(TimeSpan age)
    {
        var atStart = OffsetMs / 1000 - age.TotalSeconds * Ppm / 1e6;
        return string.Create(CultureInfo.InvariantCulture, $"{atStart:+0.000000;-0.000000} x{1 + Ppm / 1e6:0.000000}\n");
    }
}
