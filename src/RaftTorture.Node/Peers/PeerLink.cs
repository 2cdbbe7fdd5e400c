using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using RaftTorture.Raft;
using RaftTorture.Replica.Wire;

namespace RaftTorture.Node.Peers;

/// <summary>What this node says to one peer: a connection that it dials, redials when it breaks, and on which only it speaks.</summary>
/// <remarks>Messages are lost while there is no connection and when the queue is full: Raft asks again, and memory stays bounded.</remarks>
internal sealed class PeerLink : IAsyncDisposable
{
    private const int QueuedMessages = 4096;
    private static readonly TimeSpan RedialPause = TimeSpan.FromMilliseconds(50);

    private readonly DnsEndPoint _address;
    private readonly byte[] _greeting;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _pump;
    private readonly Channel<Message> _queue = Channel.CreateBounded<Message>(
        new BoundedChannelOptions(QueuedMessages) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    public PeerLink(NodeId self, DnsEndPoint address, string clusterId)
    {
        _address = address;
        _greeting = Handshake.Write(self, clusterId);
        _pump = Task.Run(PumpAsync);
    }

    /// <summary>Ends when the link is disposed of; faulted with what no network explains. Whoever owns the link must look.</summary>
    public Task Ended => _pump;

    public void Post(Message message) => _queue.Writer.TryWrite(message);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // A fault is for whoever watches Ended.
        _stop.Dispose();
    }

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
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(_address, stop);
        DropQueued(); // What was said to a peer that could not hear is out of date by now.
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var hangUp = WatchForHangUpAsync(socket, broken);
        try
        {
            await SendQueuedAsync(socket, broken.Token);
        }
        finally
        {
            await broken.CancelAsync();
            await hangUp;
        }
    }

    private async Task SendQueuedAsync(Socket socket, CancellationToken broken)
    {
        var writer = new FrameWriter();
        var output = new ArrayBufferWriter<byte>(16 * 1024);
        output.Write(_greeting);
        do
        {
            while (output.WrittenCount < 256 * 1024 && _queue.Reader.TryRead(out var message))
                writer.Write(message, output);
            await SendAllAsync(socket, output.WrittenMemory, broken);
            output.ResetWrittenCount();
        }
        while (await _queue.Reader.WaitToReadAsync(broken));
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken broken)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, broken)..];
    }

    /// <summary>The peer never speaks on this connection: whatever a receive brings is its end.</summary>
    private static async Task WatchForHangUpAsync(Socket socket, CancellationTokenSource broken)
    {
        try
        {
            var nothing = new byte[1];
            await socket.ReceiveAsync(nothing, broken.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
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
