using System.Net.Sockets;
using RaftTorture.Targets.Local.Nodes;

namespace RaftTorture.Targets.Tests.Nodes;

[Platform("Linux", Reason = "elsewhere a port is found free and let go")]
public sealed class PortReservationTests
{
    [Test]
    public void A_node_can_listen_on_its_port_again_and_again()
    {
        using var port = new PortReservation();
        for (var life = 0; life < 3; life++)
        {
            using var node = new TcpListener(port.Address);
            node.Start();
            using var client = new TcpClient();
            client.Connect(port.Address);
            using var served = node.AcceptTcpClient();
        }
    }

    [Test]
    public void While_the_node_is_down_its_port_refuses()
    {
        using var port = new PortReservation();
        using var client = new TcpClient();
        Assert.That(() => client.Connect(port.Address), Throws.TypeOf<SocketException>().With.Property("SocketErrorCode").EqualTo(SocketError.ConnectionRefused));
    }
}
