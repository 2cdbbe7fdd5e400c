using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Security.Authentication;
using RaftTorture.Node.Security;
using RaftTorture.Raft;
using RaftTorture.Replica;
using RaftTorture.Replica.Wire;

namespace RaftTorture.Node.Peers;

/// <summary>Hears one caller on the peer port: a greeting, then messages into the inbox. Whatever does not fit ends the connection, and nothing else.</summary>
/// <param name="own">What this node says of itself: callers of another cluster, or of its own id, are refused.</param>
/// <param name="transport">Plain or under TLS.</param>
/// <param name="inbox">Where messages go, and who comes and goes.</param>
/// <param name="heard">Called with the greeting of each peer that is heard.</param>
/// <param name="log">What callers can cause is said calmly.</param>
internal sealed class PeerHearing(Greeting own, PeerTransport transport, Inbox inbox, Action<Greeting> heard, CalmLog log)
{
    /// <summary>A caller that has not said by then who it is, however fast it trickles, is hung up on.</summary>
    private static readonly TimeSpan GreetingPatience = TimeSpan.FromSeconds(5);

    private readonly Speakers _speakers = new(inbox.Post);

    /// <param name="socket">The connection; closed when this ends.</param>
    /// <param name="greeted">Called once, when the caller is no stranger any more or is gone.</param>
    /// <param name="stop">Ends it.</param>
    public async Task HearAsync(Socket socket, Action greeted, CancellationToken stop)
    {
        var from = socket.RemoteEndPoint;
        try
        {
            await HearPeerAsync(socket, new Once(greeted), stop);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The peer hung up, was replaced by its next connection, or this node stops.
        }
        catch (Exception e) when (e is FormatException or AuthenticationException or TimeoutException)
        {
            log.Write($"peer connection from {from} refused: {e.Message}");
        }
        catch (Exception e) // A caller must never stop a node, not even through a mistake in it: that is news, though.
        {
            log.Write($"peer connection from {from} could not be read: {e}");
        }
    }

    private async Task HearPeerAsync(Socket socket, Once greeted, CancellationToken stop)
    {
        using var hangUp = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using (socket)
        using (greeted)
        {
            var (stream, reader, greeting) = await GreetAsync(socket, hangUp.Token);
            await using (stream)
            {
                greeted.Dispose();
                await HearMessagesAsync(reader, greeting, hangUp);
            }
        }
    }

    private async Task<(Stream Stream, PipeReader Reader, Greeting Greeting)> GreetAsync(Socket socket, CancellationToken stop)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(GreetingPatience);
        try
        {
            var (stream, name) = await transport.AcceptAsync(socket, late.Token);
            var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
            var greeting = await ReadGreetingAsync(reader, late.Token);
            Check(greeting, name);
            return (stream, reader, greeting);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new TimeoutException($"the caller did not say within {GreetingPatience.TotalSeconds:0} s who it is");
        }
    }

    private static async Task<Greeting> ReadGreetingAsync(PipeReader reader, CancellationToken stop)
    {
        while (true)
        {
            var result = await reader.ReadAsync(stop);
            var buffer = result.Buffer;
            var greeting = Handshake.TryRead(ref buffer);
            reader.AdvanceTo(buffer.Start, greeting is null ? buffer.End : buffer.Start); // What follows the greeting may be here already.
            if (greeting is not null)
                return greeting;
            if (result.IsCompleted)
                throw new IOException("the caller hung up before it said who it is");
        }
    }

    /// <summary>Any id is heard, not only members': one that joins does not know yet who leads. The replica decides what a message is worth.</summary>
    private void Check(Greeting greeting, string? certifiedName)
    {
        if (greeting.ClusterId != own.ClusterId)
            throw new FormatException($"the caller belongs to cluster '{Shortened(greeting.ClusterId)}', this one is '{own.ClusterId}'");
        if (greeting.From == own.From || greeting.From.Value < 1)
            throw new FormatException($"the caller calls itself {greeting.From}, and this is {own.From}");
        if (certifiedName is not null && certifiedName != greeting.From.ToString())
            throw new FormatException($"the caller calls itself {greeting.From}, but its certificate is of '{certifiedName}'");
    }

    private async Task HearMessagesAsync(PipeReader reader, Greeting peer, CancellationTokenSource hangUp)
    {
        _speakers.Enter(peer.From, peer.Incarnation, hangUp);
        try
        {
            heard(peer);
            while (true)
            {
                var result = await reader.ReadAsync(hangUp.Token);
                var buffer = result.Buffer;
                while (FrameReader.TryReadFrame(ref buffer, out var frame))
                    Hear(frame, peer);
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                    break;
            }
        }
        finally
        {
            _speakers.Leave(peer.From, peer.Incarnation, hangUp);
            await reader.CompleteAsync();
        }
    }

    private void Hear(in ReadOnlySequence<byte> frame, Greeting peer)
    {
        var message = MessageCodec.Decode(frame);
        if (message.From != peer.From || message.To != own.From)
            throw new FormatException($"{peer.From} sent a message from {message.From} to {message.To}, but this is {own.From}");
        inbox.Post(new Received(message, peer.Incarnation));
    }

    private static string Shortened(string text) => text.Length <= 64 ? text : text[..64] + "...";

    /// <summary>Does something at its first disposal only.</summary>
    private sealed class Once(Action action) : IDisposable
    {
        private Action? _action = action;

        public void Dispose() => Interlocked.Exchange(ref _action, null)?.Invoke();
    }
}
