using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using RaftTorture.Scenarios;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Targets.Local.Network;

/// <summary>Which way bytes go through a link.</summary>
public enum LinkDirection
{
    /// <summary>From the node that dials.</summary>
    Forward,

    /// <summary>Back to the node that dials.</summary>
    Backward,
}

/// <summary>The network between two nodes, one way: a loopback port that one node dials in place of the other.</summary>
/// <remarks>
/// A blackholed link goes on taking connections and bytes, a bounded number, and delivers none; when it heals, what is held
/// arrives, as TCP's retransmission would bring it after a real outage. Nothing is ever lost from the middle of a stream:
/// no TCP peer could see that.
/// </remarks>
public sealed class LinkProxy : IAsyncDisposable
{
    /// <summary>How long to wait for descriptors to come free: a caller that cannot be accepted stays in the queue, and would be met again at once.</summary>
    private static readonly TimeSpan ShortagePause = TimeSpan.FromMilliseconds(10);

    private readonly Socket _listener;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<ProxyConnection, Task> _connections = new();
    private readonly ConcurrentDictionary<int, IPEndPoint> _diversions = new();
    private readonly IPEndPoint _target;
    private readonly Dice _dice;
    private readonly Task _accepting;
    private int _accepted;

    /// <param name="link">The link that it is.</param>
    /// <param name="target">Where the receiving node listens.</param>
    /// <param name="dice">Throw the jitter. They repeat with their seed, the timing of a real network does not.</param>
    public LinkProxy(Link link, IPEndPoint target, Dice dice)
        : this(link, Sockets.Listen(), target, dice)
    {
    }

    /// <param name="link">The link that it is.</param>
    /// <param name="listener">Listens already; the proxy disposes it.</param>
    /// <param name="target">Where the receiving node listens.</param>
    /// <param name="dice">Throw the jitter.</param>
    internal LinkProxy(Link link, Socket listener, IPEndPoint target, Dice dice)
    {
        Link = link;
        _listener = listener;
        Address = _listener.Here;
        _target = target;
        _dice = dice;
        _accepting = AcceptAsync();
    }

    public Link Link { get; }

    /// <summary>What the sending node dials.</summary>
    public IPEndPoint Address { get; }

    public LinkPipe Forward { get; } = new();

    public LinkPipe Backward { get; } = new();

    /// <summary>Counts the messages that it hands over; several links may share it.</summary>
    public MessageCounters Messages { get; init; } = new();

    /// <summary>Puts a shape in force in one direction. A reset ends every connection, which no TCP can do in one direction only.</summary>
    public void Reshape(LinkDirection direction, LinkShape shape)
    {
        (direction == LinkDirection.Forward ? Forward : Backward).Reshape(shape);
        if (!IsReset)
            return;
        foreach (var connection in _connections.Keys)
            connection.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested)
            return;
        await _closing.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _closing.Dispose();
    }

    /// <summary>Leads the connection that comes from a local port to a sink instead of the node, through the same shapes.</summary>
    internal void Divert(int fromPort, IPEndPoint sink) => _diversions[fromPort] = sink;

    private bool IsReset => Forward.Shape.Cut == CutMode.Reset || Backward.Shape.Cut == CutMode.Reset;

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                Serve(await _listener.AcceptAsync(_closing.Token));
            }
            catch (SocketException shortage) when (shortage.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
            {
                await Task.Delay(ShortagePause, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // The caller gave up before it was served, or the proxy closes: the loop's condition knows which.
            }
        }
    }

    private void Serve(Socket sender)
    {
        sender.NoDelay = true;
        var probed = _diversions.TryRemove(((IPEndPoint)sender.RemoteEndPoint!).Port, out var sink);
        var connection = probed
            ? new ProxyConnection(sender, Forward, Backward) { ForwardCounters = new(), BackwardCounters = new() }
            : new ProxyConnection(sender, Forward, Backward) { Ear = new MessageEar(Messages) };
        var running = new TaskCompletionSource();
        _connections[connection] = running.Task;
        // Looked at after it was listed: either this sees the reset, or the reset sees the connection.
        if (IsReset)
            connection.Abort();
        _ = ServeAsync();

        async Task ServeAsync()
        {
            await connection.RunAsync(sink ?? _target, _dice.Fork(_accepted++), _closing.Token);
            _connections.TryRemove(connection, out _);
            running.SetResult();
        }
    }
}
