using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using RaftTorture.Raft;
using RaftTorture.Replica;
using RaftTorture.Replica.Wire;

namespace RaftTorture.Node.Peers;

/// <summary>Hears what peers say: one inbound connection each, a handshake, then frames into the inbox.</summary>
internal sealed class PeerListener : IAsyncDisposable
{
    private readonly NodeId _self;
    private readonly string _clusterId;
    private readonly IReadOnlySet<NodeId> _members;
    private readonly Inbox _inbox;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private Task _accepting = Task.CompletedTask;

    public PeerListener(NodeId self, string clusterId, IReadOnlySet<NodeId> members, int port, Inbox inbox)
    {
        _self = self;
        _clusterId = clusterId;
        _members = members;
        _inbox = inbox;
        _listener = new TcpListener(IPAddress.Loopback, port);
    }

    /// <exception cref="SocketException">The port is in use.</exception>
    public Task StartAsync()
    {
        _listener.Start();
        _accepting = AcceptAsync();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                open.RemoveAll(static task => task.IsCompleted);
                open.Add(HearAsync(socket));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Stopping.
        }

        await Task.WhenAll(open);
    }

    private async Task HearAsync(Socket socket)
    {
        using var stream = new NetworkStream(socket, ownsSocket: true);
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        try
        {
            await HearFramesAsync(reader);
        }
        catch (FormatException e)
        {
            NodeLog.Write($"peer connection from {socket.RemoteEndPoint} refused: {e.Message}");
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The peer hung up or this node stops.
        }

        await reader.CompleteAsync();
    }

    private async Task HearFramesAsync(PipeReader reader)
    {
        NodeId? speaker = null;
        while (true)
        {
            var result = await reader.ReadAsync(_stop.Token);
            var buffer = result.Buffer;
            while (FrameReader.TryReadFrame(ref buffer, out var frame))
                speaker = Hear(frame, speaker);
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                return;
        }
    }

    private NodeId Hear(in ReadOnlySequence<byte> frame, NodeId? speaker)
    {
        var bytes = frame.IsSingleSegment ? frame.FirstSpan : frame.ToArray();
        if (speaker is not { } known)
            return Greeted(Handshake.Read(bytes, _clusterId));
        var message = MessageCodec.Decode(bytes);
        if (message.From != known || message.To != _self)
            throw new FormatException($"{known} sent a message from {message.From} to {message.To}, but this is {_self}");
        _inbox.Post(new Received(message, 0));
        return known;
    }

    private NodeId Greeted(NodeId caller) =>
        _members.Contains(caller) ? caller : throw new FormatException($"{caller} is no member of this cluster");
}
