using System.Net;
using System.Net.Sockets;
using RaftTorture.Targets.Kernel.Connections;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Kernel.Connections;

public sealed class WakeConnectionsTests
{
    private static readonly IPAddress Node = IPAddress.Parse("127.93.7.1");
    private static readonly IPAddress Peer = IPAddress.Parse("127.93.7.2");

    [TestCase(null, true, TestName = "a kernel without the setting pauses for up to two minutes")]
    [TestCase("120000", true, TestName = "two minutes are long")]
    [TestCase("1000", false, TestName = "a second is short: they come back by themselves")]
    public void Connections_are_ended_only_where_they_would_stay_silent(string? longestPauseMs, bool mayBeStuck) =>
        Assert.That(WakeConnections.MayBeStuck(longestPauseMs), Is.EqualTo(mayBeStuck));

    [Test]
    public async Task A_connection_with_the_peer_is_ended_and_one_with_another_goes_on()
    {
        Require.Root();
        Require.Programs("ss", "nsenter");
        Require.That(WakeConnections.MayBeStuck(PauseHere()), "a network whose connections may be stuck");
        using var peer = Listening(Peer);
        using var third = Listening(IPAddress.Loopback);
        using var cut = ConnectedTo(peer);
        using var other = ConnectedTo(third);
        await using var kernel = new OwnKernel();

        var ended = await kernel.AskAsync(new WakeConnections([new CutNode("/proc/self/ns/net", [$"{Peer}"])]), default);

        Assert.That(ended, Is.EqualTo(new ConnectionsEnded(1, WasNeeded: true)));
        Assert.That(() => cut.Receive(new byte[1]), Throws.TypeOf<SocketException>().With.Property(nameof(SocketException.SocketErrorCode)).EqualTo(SocketError.ConnectionAborted));
        Assert.That(other.Send([0]), Is.EqualTo(1));
    }

    [Test]
    public async Task A_network_that_is_gone_has_none()
    {
        await using var kernel = new OwnKernel();
        var ended = await kernel.AskAsync(new WakeConnections([new CutNode("/proc/999999999/ns/net", ["127.0.0.1"])]), default);
        Assert.That(ended, Is.EqualTo(new ConnectionsEnded(0, WasNeeded: false)));
    }

    private static string? PauseHere() => File.Exists("/proc/sys/net/ipv4/tcp_rto_max_ms") ? File.ReadAllText("/proc/sys/net/ipv4/tcp_rto_max_ms").Trim() : null;

    private static TcpListener Listening(IPAddress on)
    {
        var listener = new TcpListener(on, 0);
        listener.Start();
        return listener;
    }

    private static Socket ConnectedTo(TcpListener listener)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(Node, 0));
        socket.Connect(listener.LocalEndpoint);
        return socket;
    }
}
