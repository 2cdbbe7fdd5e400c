using System.Net;
using System.Net.Sockets;
using RaftTorture.Scenarios;

namespace RaftTorture.Targets.Local.Network;

/// <summary>One connection through a link: the sender's half, and the half that the proxy dials for it.</summary>
internal sealed class ProxyConnection(Socket sender, LinkPipe forward, LinkPipe backward)
{
    private readonly Socket _receiver = Sockets.Create();

    /// <summary>Where the bytes are counted: the link's own counters, or a probe's.</summary>
    public LinkCounters ForwardCounters { get; init; } = forward.Counters;

    /// <summary>Hears what the sender says; null for a probe.</summary>
    public MessageEar? Ear { get; init; }

    public LinkCounters BackwardCounters { get; init; } = backward.Counters;

    /// <summary>Carries bytes both ways until both halves have ended. Ends without an error whatever they do.</summary>
    /// <param name="target">Where to dial, once the link is no black hole: there the handshake is lost like all else.</param>
    /// <param name="dice">Throw the jitter.</param>
    /// <param name="cancellation">Ends the connection.</param>
    public async Task RunAsync(IPEndPoint target, Dice dice, CancellationToken cancellation)
    {
        try
        {
            ForwardCounters.Connected();
            await forward.AudibleAsync(cancellation);
            await _receiver.ConnectAsync(target, cancellation);
            await Task.WhenAll(
                new Pump(sender, _receiver, forward, ForwardCounters, dice.Fork("forward"), Ear).RunAsync(cancellation),
                new Pump(_receiver, sender, backward, BackwardCounters, dice.Fork("backward")).RunAsync(cancellation));
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Nobody listens at the target, or the link was reset or closed: the sender learns it from the reset below.
        }

        Abort();
    }

    /// <summary>Resets both halves.</summary>
    public void Abort()
    {
        sender.Abort();
        _receiver.Abort();
    }
}
