using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;
using RaftTorture.Scenarios;

namespace RaftTorture.Targets.Local.Network;

/// <summary>Carries the bytes of one connection in one direction: read, hold as the shape says, hand over in order.</summary>
/// <remarks>
/// The end of the stream travels as its bytes do: a close or a reset of the sender waits behind what is held, so that a cut
/// link does not tell the receiver that the sender died. A receiver that is gone swallows the rest in silence: that it went
/// is the other direction's news to carry.
/// </remarks>
internal sealed class Pump(Socket source, Socket destination, LinkPipe pipe, LinkCounters counters, Dice dice, MessageEar? ear = null)
{
    private const int ChunkBytes = 16 * 1024;

    /// <summary>Together with the sockets' own buffers all that a link holds back; past it the sender is no longer read.</summary>
    private const int ChunksHeld = 64;

    private readonly Channel<Chunk> _held = Channel.CreateBounded<Chunk>(new BoundedChannelOptions(ChunksHeld)
    {
        SingleReader = true,
        SingleWriter = true,
        // An open link hands over on the thread that read: no hop between two threads for each message.
        AllowSynchronousContinuations = true,
    });

    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(TakeAsync(cancellation), HandOverAsync(cancellation));

    private async Task TakeAsync(CancellationToken cancellation)
    {
        try
        {
            while (await ReadChunkAsync(cancellation) is { } chunk)
                await _held.Writer.WriteAsync(chunk, cancellation);
            _held.Writer.Complete();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            _held.Writer.Complete(gone);
        }
    }

    private async ValueTask<Chunk?> ReadChunkAsync(CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        var length = await source.ReceiveAsync(buffer, cancellation);
        if (length == 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            return null;
        }

        counters.Offered(length);
        return new Chunk(buffer, length, Stopwatch.GetTimestamp(), dice.Fraction());
    }

    private async Task HandOverAsync(CancellationToken cancellation)
    {
        try
        {
            var receiverLives = true;
            await foreach (var chunk in _held.Reader.ReadAllAsync(cancellation))
            {
                receiverLives = receiverLives && await TryDeliverAsync(chunk, cancellation);
                ArrayPool<byte>.Shared.Return(chunk.Buffer);
            }

            await pipe.AudibleAsync(cancellation);
            destination.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            await pipe.AudibleAsync(cancellation);
            destination.Abort();
        }
    }

    private async ValueTask<bool> TryDeliverAsync(Chunk chunk, CancellationToken cancellation)
    {
        try
        {
            for (var sent = 0; sent < chunk.Length;)
            {
                var slice = pipe.Shape.SliceOf(chunk.Length - sent);
                await pipe.AdmitAsync(chunk, slice, cancellation);
                await destination.SendAllAsync(chunk.Buffer.AsMemory(sent, slice), cancellation);
                counters.Delivered(slice);
                ear?.Hear(chunk.Buffer.AsSpan(sent, slice));
                sent += slice;
            }

            return true;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
