using System.Diagnostics;

namespace RaftTorture.Targets.Local.Network;

/// <summary>What has passed through one direction of a link. Safe to read from any thread; figures may be a moment old.</summary>
public sealed class LinkCounters
{
    private long _offeredBytes;
    private long _deliveredBytes;
    private long _connections;
    private long _lastDelivery;

    /// <summary>Bytes that the sender has handed to the link.</summary>
    public long OfferedBytes => Volatile.Read(ref _offeredBytes);

    /// <summary>Bytes that the link has handed to the receiver.</summary>
    public long DeliveredBytes => Volatile.Read(ref _deliveredBytes);

    /// <summary>Bytes taken from the sender that the receiver has not got: held now, or lost with their connection.</summary>
    public long HeldBytes => OfferedBytes - DeliveredBytes;

    /// <summary>Connections accepted so far.</summary>
    public long Connections => Volatile.Read(ref _connections);

    /// <summary>Time since bytes last reached the receiver, or null if none ever did.</summary>
    public TimeSpan? SinceDelivery =>
        Volatile.Read(ref _lastDelivery) is var at and not 0 ? Stopwatch.GetElapsedTime(at) : null;

    internal void Connected() => Interlocked.Increment(ref _connections);

    internal void Offered(int bytes) => Interlocked.Add(ref _offeredBytes, bytes);

    internal void Delivered(int bytes)
    {
        Interlocked.Add(ref _deliveredBytes, bytes);
        Volatile.Write(ref _lastDelivery, Stopwatch.GetTimestamp());
    }
}
