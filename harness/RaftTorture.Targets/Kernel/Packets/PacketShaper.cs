using RaftTorture.Scenarios;

namespace RaftTorture.Targets.Kernel.Packets;

/// <summary>Decides what becomes of packet after packet of one direction. A value of its seed: the same packets at the same times meet the same fates.</summary>
internal sealed class PacketShaper(PacketShape shape, Dice dice)
{
    private readonly CorrelatedChance _loss = new(shape.LossPercent, shape.CorrelationPercent);
    private readonly CorrelatedChance _doubling = new(shape.DuplicatePercent, shape.CorrelationPercent);
    private readonly CorrelatedChance _overtaking = new(shape.ReorderPercent, shape.CorrelationPercent);
    private readonly CorrelatedChance _corruption = new(shape.CorruptPercent, shape.CorrelationPercent);
    private Dice _dice = dice;
    private double _lineFreeMs;
    private double _lastDueMs;

    /// <param name="bytes">Its length.</param>
    /// <param name="nowMs">When it came; never goes back.</param>
    public PacketFate Next(int bytes, double nowMs)
    {
        // Thrown for every packet, lost or not: a correlation is between packets, not between those that are left.
        var (isLost, isDoubled, overtakes, isCorrupt) =
            (_loss.Falls(ref _dice), _doubling.Falls(ref _dice), _overtaking.Falls(ref _dice), _corruption.Falls(ref _dice));
        if (isLost || _lineFreeMs - nowMs > PacketShape.BacklogMs)
            return PacketFate.Lost;
        var sentMs = Transmit(bytes, nowMs);
        return new PacketFate(false, overtakes ? sentMs : Queue(sentMs), isDoubled, isCorrupt ? _dice.Fraction() : null);
    }

    /// <summary>When the line, which is shared by all packets of the direction, has sent it.</summary>
    private double Transmit(int bytes, double nowMs) => _lineFreeMs = Math.Max(nowMs, _lineFreeMs) + shape.LineMs(bytes);

    /// <summary>Jitter never makes one packet overtake another: that is a fault of its own.</summary>
    private double Queue(double sentMs)
    {
        var holdMs = Math.Max(0, shape.DelayMs + (((2 * _dice.Fraction()) - 1) * shape.JitterMs));
        return _lastDueMs = Math.Max(_lastDueMs, sentMs + holdMs);
    }
}
