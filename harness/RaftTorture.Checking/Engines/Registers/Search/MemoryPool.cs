namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>Bytes that the tables of all running searches may hold together. Safe to share between threads.</summary>
internal sealed class MemoryPool(long maxBytes)
{
    private long _held;

    /// <summary>What is held now, in bytes.</summary>
    public long Held => Interlocked.Read(ref _held);

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= maxBytes)
            return true;
        Interlocked.Add(ref _held, -bytes);
        return false;
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref _held, -bytes);
}
