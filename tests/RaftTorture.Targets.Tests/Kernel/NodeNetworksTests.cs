using System.Net.Sockets;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Probes;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Kernel;

public sealed class NodeNetworksTests
{
    [Test]
    public async Task A_node_that_ends_while_it_is_probed_is_probed_by_a_stand_in()
    {
        await using var network = await BridgeNetwork.MakeAsync(2);
        var looks = 0;
        var address = await network.Kernel.InsideAsync(() => NodeNetworks.UseAsync(network.Nodes, OpenAsync, default));

        Assert.That((address, looks), Is.EqualTo((network.AddressOf("n1"), 2)));

        async Task<string> OpenAsync(NodeNetworks networks)
        {
            if (++looks == 1)
                await network.EndAsync("n1");
            using var socket = networks.Open("n1", SocketType.Dgram);
            return $"{((System.Net.IPEndPoint)socket.LocalEndPoint!).Address}";
        }
    }

    [Test]
    public void What_fails_each_time_is_told()
    {
        var looks = 0;
        Assert.That(
            () => NodeNetworks.UseAsync<int>([], _ => ++looks > 0 ? throw new SocketException((int)SocketError.AddressNotAvailable) : Task.FromResult(0), default),
            Throws.TypeOf<KernelException>().With.Message.Contains("was gone while it was probed"));
        Assert.That(looks, Is.EqualTo(3));
    }
}
