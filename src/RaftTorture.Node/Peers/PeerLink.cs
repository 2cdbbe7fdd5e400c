using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using RaftTorture.Node.Security;
using RaftTorture.Raft;
using RaftTorture.Replica.Wire;

namespace RaftTorture.Node.Peers;

/// <summary>What this node says to one peer: a connection that it dials, redials when it breaks, and on which only it speaks.</summary>
/// <remarks>Messages are lost while there is no connection and when the queue is full: Raft asks again, and memory stays bounded.</remarks>
internal sealed class PeerLink : IDisposable
{
    private const int QueuedMessages = 4096;
    private static readonly TimeSpan RedialPause = TimeSpan.FromMilliseconds(50);

    private readonly NodeId _peer;
    private readonly byte[] _greeting;
    private readonly PeerTransport _transport;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Message> _queue = Channel.CreateBounded<Message>(
        new BoundedChannelOptions(QueuedMessages) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    public PeerLink(NodeId peer, DnsEndPoint address, byte[] greeting, PeerTransport transport)
    {
        _peer = peer;
        Address = address;
        _greeting = greeting;
        _transport = transport;
        Ended = Task.Run(PumpAsync);
    }

    public DnsEndPoint Address { get; }

    /// <summary>Ends when the link is closed; faulted with what no network explains. Whoever owns the link must look.</summary>
    public Task Ended { get; }

    public void Post(Message message) => _queue.Writer.TryWrite(message);

    /// <summary>Hangs up for good; <see cref="Ended"/> tells when it is done.</summary>
    public void Close() => _stop.Cancel();

    /// <summary>To be called once it has ended.</summary>
    public void Dispose() => _stop.Dispose();

    private async Task PumpAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await SpeakAsync(_stop.Token);
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
            {
                // The peer is down or unreachable, which is what Raft is for; who is to blame shows in its term and role.
            }

            await PauseAsync();
        }
    }

    private async Task SpeakAsync(CancellationToken stop)
    {
        await using var stream = await _transport.DialAsync(_peer, Address, stop);
        DropQueued(); // What was said to a peer that could not hear is out of date by now.
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var hangUp = WatchForHangUpAsync(stream, broken);
        try
        {
            await SendQueuedAsync(stream, broken.Token);
        }
        finally
        {
            await broken.CancelAsync();
            await hangUp;
        }
    }

    private async Task SendQueuedAsync(Stream stream, CancellationToken broken)
    {
        var writer = new FrameWriter();
        var output = new ArrayBufferWriter<byte>(16 * 1024);
        output.Write(_greeting);
        do
        {
            while (output.WrittenCount < 256 * 1024 && _queue.Reader.TryRead(out var message))
                writer.Write(message, output);
            await stream.WriteAsync(output.WrittenMemory, broken);
            output.ResetWrittenCount();
        }
        while (await _queue.Reader.WaitToReadAsync(broken));
    }

    /// <summary>The peer never speaks on this connection: whatever a read brings is its end.</summary>
    private static async Task WatchForHangUpAsync(Stream stream, CancellationTokenSource broken)
    {
        try
        {
            var nothing = new byte[1];
            _ = await stream.ReadAsync(nothing, broken.Token);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            // The end is the news, however it came.
        }

        await broken.CancelAsync();
    }

    private void DropQueued()
    {
        while (_queue.Reader.TryRead(out _))
        {
        }
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(RedialPause, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the loop's condition sees it.
        }
    }
}
