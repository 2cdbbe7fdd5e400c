using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RaftTorture.Scenarios;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Local.Network;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>Two plain sockets with a link between them.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly Socket _server = Listen();

    public Wire() => Proxy = new LinkProxy(new Link("n1", "n2"), (IPEndPoint)_server.LocalEndPoint!, new Dice(7));

    public LinkProxy Proxy { get; }

    /// <summary>The end that dialled.</summary>
    public Socket Near { get; private set; } = null!;

    /// <summary>The end that the proxy dialled.</summary>
    public Socket Far { get; private set; } = null!;

    public static async Task<Wire> OpenAsync()
    {
        var wire = new Wire();
        wire.Near = await wire.DialAsync();
        wire.Far = await wire._server.AcceptAsync();
        return wire;
    }

    public async Task<Socket> DialAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(Proxy.Address);
        return socket;
    }

    public Task<Socket> AcceptAsync() => _server.AcceptAsync();

    public void StopListening() => _server.Dispose();

    public static async Task SayAsync(Socket from, string text) => await from.SendAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>Reads exactly so many characters; the empty text at the end of the stream.</summary>
    public static async Task<string> HearAsync(Socket at, int length)
    {
        var buffer = new byte[length];
        var got = 0;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (got < length && await at.ReceiveAsync(buffer.AsMemory(got), limit.Token) is var read and > 0)
            got += read;
        return Encoding.ASCII.GetString(buffer, 0, got);
    }

    /// <summary>How long a text takes from one end to the other, milliseconds.</summary>
    public static async Task<double> TimeAsync(Socket from, Socket to, string text)
    {
        var start = Stopwatch.GetTimestamp();
        await SayAsync(from, text);
        Assert.That(await HearAsync(to, text.Length), Is.EqualTo(text));
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>True if nothing comes within a while: the one thing that cannot be awaited.</summary>
    public static bool IsSilent(Socket at) => !at.Poll(TimeSpan.FromMilliseconds(60), SelectMode.SelectRead);

    public async ValueTask DisposeAsync()
    {
        Near?.Dispose();
        Far?.Dispose();
        await Proxy.DisposeAsync();
        _server.Dispose();
    }

    private static Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }
}
