using System.Diagnostics;

namespace RaftTorture.Targets.Local.Network;

/// <summary>What has passed through one direction of a link. Safe to read from any thread; figures may be a moment old.</summary>
public sealed class LinkCounters
{
    private long offeredBytes;
    private long deliveredBytes;
    private long connections;
    private long lastDelivery;

    /// <summary>Bytes that the sender has handed to the link.</summary>
    public long OfferedBytes => Volatile.Read(ref offeredBytes);

    /// <summary>Bytes that the link has handed to the receiver.</summary>
    public long DeliveredBytes => Volatile.Read(ref deliveredBytes);

    /// <summary>Bytes taken from the sender that the receiver has not got: held now, or lost with their connection.</summary>
    public long HeldBytes => OfferedBytes - DeliveredBytes;

    /// <summary>Connections accepted so far.</summary>
    public long Connections => Volatile.Read(ref connections);

    /// <summary>Time since bytes last reached the receiver, or null if none ever did.</summary>
    public TimeSpan? SinceDelivery =>
        Volatile.Read(ref lastDelivery) is var at and not 0 ? Stopwatch.GetElapsedTime(at) : null;

    internal void Connected() => Interlocked.Increment(ref connections);

    internal void Offered(int bytes) => Interlocked.Add(ref offeredBytes, bytes);

    internal void Delivered(int bytes)
    {
        Interlocked.Add(ref deliveredBytes, bytes);
        Volatile.Write(ref lastDelivery, Stopwatch.GetTimestamp());
    }
}
