using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using RaftTorture.Targets.Docker.Engine.Transport;
using RaftTorture.Targets.Docker.Networks;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Ports;
using RaftTorture.Targets.Systems.Reference;
using RaftTorture.Targets.Tests.Kit;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Tests.Docker.Networks;

/// <summary>By which addresses the nodes of a cluster of containers are reached.</summary>
public sealed class ReachTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly NetworkIdentity Here = new("boot", "net:[2]");
    private static readonly Reach Far = new Reach.Published("build", "0.0.0.0");

    [TestCase("unix:///var/run/docker.sock")]
    [TestCase("tcp://10.0.0.7:2375")]
    public void In_the_network_of_the_engine_nodes_are_reached_by_their_own_addresses(string engine) =>
        Assert.That(Reach.Of(EngineAddress.Parse(engine), Here, Here), Is.TypeOf<Reach.Direct>());

    [TestCase("tcp://10.0.0.7:2375", "10.0.0.7", "0.0.0.0")]
    [TestCase("tcp://build", "build", "0.0.0.0")]
    [TestCase("unix:///var/run/docker.sock", "127.0.0.1", "127.0.0.1")]
    [TestCase("tcp://localhost:2375", "127.0.0.1", "127.0.0.1")]
    public void Elsewhere_the_engine_publishes_ports_where_it_is_spoken_to(string engine, string host, string bind) =>
        Assert.That(Reach.Of(EngineAddress.Parse(engine), Here, DistantKernel.Network), Is.EqualTo(new Reach.Published(host, bind)));

    [Test]
    public async Task This_machine_is_in_the_network_that_it_is_in()
    {
        Require.That(OperatingSystem.IsLinux(), "Linux");
        await using var kernel = new OwnKernel();
        Assert.That(await Reach.FindAsync(EngineAddress.Parse("unix:///x"), kernel, None), Is.TypeOf<Reach.Direct>());
        Assert.That(NetworkIdentity.Own().Namespace, Does.StartWith("net:["));
    }

    [Test]
    public async Task Each_node_has_ports_of_its_own_that_nobody_listens_on()
    {
        await using var kernel = new OwnKernel();
        var published = await Far.ReserveAsync(kernel, 3, [7000, 7002], None);
        var ports = published.SelectMany(node => node!.Ports.Values).ToArray();
        Assert.That(ports, Has.Length.EqualTo(6).And.Unique.And.All.InRange(20_000, 32_767));
        Assert.That(published.Select(node => node!.Ports.Keys), Is.All.EquivalentTo(new[] { 7000, 7002 }));
        Assert.That(await new Reach.Direct().ReserveAsync(kernel, 3, [7000], None), Is.EqualTo(new PublishedPorts?[3]));
    }

    [Test]
    public async Task A_port_that_is_taken_is_passed_over()
    {
        await using var kernel = new OwnKernel();
        var first = (await kernel.AskAsync(new FindFreePorts(1, 77), None)).Ports.Single();
        using var taken = new TcpListener(IPAddress.Loopback, first);
        taken.Start();
        Assert.That((await kernel.AskAsync(new FindFreePorts(1, 77), None)).Ports.Single(), Is.Not.EqualTo(first));
        Assert.That(async () => await kernel.AskAsync(new FindFreePorts(20_000, 0), None), Throws.TypeOf<KernelException>());
    }

    [Test]
    public void A_published_node_is_told_the_addresses_that_clients_reach_and_those_that_peers_reach()
    {
        using var system = new ReferenceSystem(new ReferenceOptions { ClusterId = "c" });
        var (one, two) = (SiteOf("n1", 11, 20_000), SiteOf("n2", 12, 20_001));
        var arguments = string.Join(' ', system.LaunchOf(one, [one, two]).Arguments);
        Assert.That(arguments, Does.Contain("--client n2=http://build:20001").And.Contain("--peer n2=198.18.7.12:7001").And.Contain("--bind 198.18.7.11"));
        Assert.That(Far.BindingsOf(two)!["7000/tcp"].Single(), Has.Property("HostIp").EqualTo("0.0.0.0").And.Property("HostPort").EqualTo("20001"));
        Assert.That(new Reach.Direct().BindingsOf(two with { Published = null }), Is.Null);
    }

    [Test]
    public void A_host_that_is_an_address_of_six_is_bracketed() =>
        Assert.That(new PublishedPorts("fd00::1", ImmutableSortedDictionary<int, int>.Empty.Add(7000, 5)).AuthorityOf(7000), Is.EqualTo("[fd00::1]:5"));

    private static Site SiteOf(string node, byte last, int port) => new(node, new IPAddress([198, 18, 7, last]), "/data")
    {
        Published = new PublishedPorts("build", ImmutableSortedDictionary<int, int>.Empty.Add(7000, port)),
    };
}
