using RaftTorture.Scenarios;

namespace RaftTorture.Targets.Kernel.Packets;

/// <summary>A chance that remembers: with some probability the last outcome again, else a fresh throw.</summary>
/// <remarks>
/// A two-state Markov chain (Gilbert 1960) whose long-run share is the one that was asked for, whatever the correlation. The averages that
/// netem mixes instead change the share as well.
/// </remarks>
/// <param name="percent">How often it falls.</param>
/// <param name="correlationPercent">How often it is what it was before.</param>
internal sealed class CorrelatedChance(double percent, double correlationPercent)
{
    private bool? _last;

    public bool Falls(ref Dice dice)
    {
        if (percent <= 0)
            return false;
        if (_last is not { } last || dice.Fraction() * 100 >= correlationPercent)
            _last = last = dice.Fraction() * 100 < percent;
        return last;
    }
}
