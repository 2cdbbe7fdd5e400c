using RaftTorture.Raft;

namespace RaftTorture.Simulation.Disks;

/// <summary>The power of a <see cref="MemoryDisk"/>: decides which of its operations still happens.</summary>
internal sealed class MemoryPower
{
    private int? _operationsLeft;
    private Dice? _dice;

    public int Operations { get; private set; }

    public int FlushCount { get; private set; }

    public bool FailsNextFlush { get; set; }

    public void FailAfter(int operations, Dice dice) => (_operationsLeft, _dice) = (operations, dice);

    public void Restore() => (_operationsLeft, FailsNextFlush) = (null, false);

    /// <summary>Does something that is there or not, whole, even if the power fails meanwhile.</summary>
    public void Do(Action operation)
    {
        var fails = FailsNow(out var isFirst);
        if (!fails || (isFirst && _dice!.Between(0, 1) == 0))
            operation();
        if (fails)
            throw new IOException("the power has failed");
    }

    /// <summary>A write or truncation: what of it survives a failure, the cut decides, as with all that is not flushed.</summary>
    public void Write(Action operation)
    {
        var fails = FailsNow(out var isFirst);
        if (!fails || isFirst)
            operation();
        if (fails)
            throw new IOException("the power has failed");
    }

    public void Flush(Action operation)
    {
        if (FailsNow(out _))
            throw new IOException("the power has failed");
        if (FailsNextFlush)
        {
            FailsNextFlush = false;
            throw new IOException("the disk failed");
        }

        operation();
        FlushCount++;
    }

    private bool FailsNow(out bool isFirst)
    {
        Operations++;
        isFirst = _operationsLeft == 0;
        return _operationsLeft-- <= 0;
    }
}
