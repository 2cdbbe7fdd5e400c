using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RaftTorture.Targets.Local.Network;

/// <summary>A connection of the harness's own through a link, to an end of its own: what it sees, the nodes see.</summary>
/// <remarks>
/// It goes through the proxy's port, its accept loop, its pumps and the shape in force. Only the address at the far end
/// differs, so that a probe works whether or not the receiving node lives, and the node never sees it.
/// </remarks>
internal sealed class LinkProbe : IDisposable
{
    private readonly Socket _sink = Sockets.Listen();
    private readonly Socket _near = Sockets.Create();
    private Socket? _far;

    private LinkProbe()
    {
    }

    public static async Task<LinkProbe> OpenAsync(LinkProxy proxy, CancellationToken cancellation)
    {
        var probe = new LinkProbe();
        probe._near.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        proxy.Divert(probe._near.Here.Port, probe._sink.Here);
        try
        {
            await probe._near.ConnectAsync(proxy.Address, cancellation);
        }
        catch (SocketException)
        {
            // A link that resets can be quicker than the connection's last step: the first send will see it.
        }

        return probe;
    }

    /// <summary>Sends bytes and waits until all of them came out, the link was reset, or patience ended.</summary>
    public async Task<Sighting> SendAsync(int bytes, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        var start = Stopwatch.GetTimestamp();
        var arrival = PassAsync(bytes, limit.Token);
        var refusal = BreakAsync(limit.Token);
        var first = await Task.WhenAny(arrival, refusal);
        var ms = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await limit.CancelAsync();
        await Task.WhenAll(arrival, refusal).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        return first switch
        {
            { IsCanceled: true } => new Sighting.Silent(ms),
            { IsCompletedSuccessfully: true } when first == arrival => new Sighting.Delivered(ms),
            _ => new Sighting.Reset(ms),
        };
    }

    /// <summary>
    /// Sends again and again until the bytes came out under a limit so many times in a row, or did not come out, or were late when patience
    /// had ended; tells the last.
    /// </summary>
    public async Task<Sighting> SeekAsync(int bytes, double underMs, int inARow, TimeSpan patience, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var fast = 0;
        while (true)
        {
            var seen = await SendAsync(bytes, patience, cancellation);
            fast = seen.Ms < underMs ? fast + 1 : 0;
            if (seen is not Sighting.Delivered || fast == inARow || (fast == 0 && Stopwatch.GetElapsedTime(start) > patience))
                return seen;
        }
    }

    public void Dispose()
    {
        _near.Dispose();
        _far?.Dispose();
        _sink.Dispose();
    }

    /// <summary>Ends when the link breaks the connection: nothing is ever sent back on it.</summary>
    private async Task BreakAsync(CancellationToken cancellation) =>
        await _near.ReceiveAsync(new byte[1], cancellation);

    private async Task PassAsync(int bytes, CancellationToken cancellation)
    {
        await _near.SendAllAsync(new byte[bytes], cancellation);
        _far ??= await _sink.AcceptAsync(cancellation);
        var buffer = new byte[bytes];
        for (var got = 0; got < bytes;)
        {
            var read = await _far.ReceiveAsync(buffer.AsMemory(got), cancellation);
            got += read > 0 ? read : throw new SocketException((int)SocketError.ConnectionReset);
        }
    }
}
