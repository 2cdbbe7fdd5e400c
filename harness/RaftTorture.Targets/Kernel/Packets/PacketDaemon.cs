using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RaftTorture.Scenarios;

namespace RaftTorture.Targets.Kernel.Packets;

/// <summary>Takes packets from a queue of the kernel, and gives each back when its time has come: netem for a kernel without it.</summary>
/// <remarks>
/// One thread, and packets stay in the kernel meanwhile, but for those that are copied or changed. They go on in the order in which they are due. If it dies,
/// the rule that fills the queue lets packets pass it by.
/// </remarks>
internal sealed class PacketDaemon : IDisposable
{
    private const double LongestWaitMs = 10;

    private readonly QueueSocket _queue = QueueSocket.Open();
    private readonly Socket? _copies;
    private readonly Dictionary<ulong, PacketShaper> _shapers;
    private readonly PriorityQueue<HeldPacket, (double DueMs, long Serial)> _held = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly byte[] _message = new byte[70_000];
    private readonly Thread _thread;
    private volatile PacketCounts _counts = PacketCounts.None;
    private volatile bool _isOver;
    private volatile Exception? _failure;

    /// <summary>Starts. Its queue is in the network namespace of the calling thread.</summary>
    /// <exception cref="KernelException">The kernel gives it no queue.</exception>
    public PacketDaemon(ImmutableArray<ShapedPair> pairs, Dice dice)
    {
        _shapers = pairs.ToDictionary(
            each => Ipv4Packet.DirectionOf(each.Pair), each => new PacketShaper(each.Shape, dice.Fork(each.Pair.ToString())));
        _copies = pairs.Any(each => each.Shape.DuplicatePercent > 0) ? new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Raw) : null;
        _thread = new Thread(Live) { IsBackground = true, Name = "packets", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    public ushort Queue => _queue.Number;

    /// <exception cref="KernelException">It has died, and packets pass its queue by.</exception>
    public PacketCounts Counts => _failure is null ? _counts : throw new KernelException($"the packet queue has died: {_failure.Message}", _failure);

    /// <summary>Lets go of all that it holds, at once and in order. What fills its queue must have ended before.</summary>
    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
        _copies?.Dispose();
        _queue.Dispose();
    }

    private double NowMs => Stopwatch.GetElapsedTime(_start).TotalMilliseconds;

    /// <summary>A mistake of ours ends the shaping, not the harness: without a reader the rules let all packets pass, and receipts tell.</summary>
    private void Live()
    {
        try
        {
            Serve();
        }
        catch (Exception failure)
        {
            _failure = failure;
            _queue.Dispose();
        }
    }

    private void Serve()
    {
        while (!_isOver)
        {
            Release(NowMs);
            var waitMs = _held.TryPeek(out _, out var next) ? Math.Clamp(next.DueMs - NowMs, 0, LongestWaitMs) : LongestWaitMs;
            if (_queue.Wait(waitMs))
                TakeAll();
        }

        TakeAll();
        Release(double.PositiveInfinity);
    }

    private void TakeAll()
    {
        // What is due is not kept waiting by a flood of what comes.
        for (var length = _queue.Receive(_message); length > 0; length = _queue.Receive(_message))
        {
            Take(_message.AsSpan(0, length));
            Release(NowMs);
        }
    }

    private void Take(ReadOnlySpan<byte> message)
    {
        if (!QueueMessages.TryReadPacket(message, out var id, out var packet))
            return;
        if (packet.Length < Ipv4Packet.LeastBytes || !_shapers.TryGetValue(Ipv4Packet.DirectionOf(packet), out var shaper))
        {
            _queue.Judge(id, goesOn: true);
            return;
        }

        var fate = shaper.Next(packet.Length, NowMs);
        Count(fate);
        if (fate.IsLost)
            _queue.Judge(id, goesOn: false);
        else
            _held.Enqueue(HeldPacket.Of(id, fate, packet), (fate.DueMs, _counts.Seen));
    }

    private void Release(double nowMs)
    {
        while (_held.TryPeek(out var packet, out var due) && due.DueMs <= nowMs)
        {
            _held.Dequeue();
            _queue.Judge(packet.Id, goesOn: true, packet.IsChanged ? packet.Bytes : default);
            if (packet.IsDoubled)
                SendCopy(packet.Bytes);
        }
    }

    /// <summary>The machine itself sends it, past the queue, with the sender's address.</summary>
    private void SendCopy(byte[] packet)
    {
        try
        {
            _copies?.SendTo(packet, new IPEndPoint(Ipv4Packet.TargetOf(packet), 0));
        }
        catch (SocketException)
        {
            // A copy that finds no way is one packet less than was drawn: the probes count what arrives.
        }
    }

    private void Count(PacketFate fate) => _counts = new PacketCounts(
        _counts.Seen + 1,
        _counts.Lost + (fate.IsLost ? 1 : 0),
        _counts.Doubled + (fate.IsDoubled ? 1 : 0),
        _counts.Corrupt + (fate.FlipLuck is null ? 0 : 1));

    /// <param name="Id">Its number in the queue.</param>
    /// <param name="Bytes">Of those only that are sent again or changed.</param>
    private readonly record struct HeldPacket(uint Id, byte[] Bytes, bool IsChanged, bool IsDoubled)
    {
        public static HeldPacket Of(uint id, PacketFate fate, ReadOnlySpan<byte> packet)
        {
            var bytes = fate.IsDoubled || fate.FlipLuck is not null ? packet.ToArray() : [];
            if (fate.FlipLuck is { } luck)
                Ipv4Packet.Flip(bytes, luck);
            return new HeldPacket(id, bytes, fate.FlipLuck is not null, fate.IsDoubled);
        }
    }
}
