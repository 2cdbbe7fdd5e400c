using System.Net.Sockets;
using RaftTorture.Targets.Docker;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Runs;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems;
using RaftTorture.Targets.Tests.Kit;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Tests.Docker;

/// <summary>The world of containers where their addresses cannot be reached, on the engine of this machine.</summary>
public sealed class PublishedWorldTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Test]
    public async Task A_node_is_reached_by_the_same_port_of_the_engines_machine_in_all_its_lives()
    {
        await RequireDocker.AsyncOnLinux();
        await using var image = await TinyImage.ImportAsync();
        using var directory = new TemporaryDirectory();
        using var log = new NodeLog(Path.Combine(directory.Path, "node.log"));
        var options = new DockerWorldOptions { RunDirectory = directory.Path, Image = image.Name, Nodes = ["n1"], ServedPorts = [7000] };
        await using var world = new DockerWorld(
            await ContainerEngine.ConnectAsync(None), new DistantKernel(), RunLabels.OfOwn($"test-{Guid.NewGuid():n}"), options);
        await world.PrepareAsync(None);
        Assert.That(world.Notices, Has.One.Contains("the engine publishes on 127.0.0.1"));
        for (var life = 0; life < 2; life++)
        {
            await world.LaunchAsync(world.Sites[0], new NodeLaunch(["/bin/sh", "-c"], ["sleep 1000"]), isOtherVersion: false, log, None);
            Assert.That(await IsPublishedAsync(world.Sites[0]), Is.True);
        }
    }

    /// <summary>The engine takes the connection on the node's behalf, whether the node listens or not.</summary>
    private static async Task<bool> IsPublishedAsync(Site site)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(site.Published!.Host, site.Published.Ports[7000]);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
