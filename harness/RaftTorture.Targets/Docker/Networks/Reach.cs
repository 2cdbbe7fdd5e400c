using System.Collections.Immutable;
using System.Net;
using RaftTorture.Targets.Docker.Engine.Transport;
using RaftTorture.Targets.Docker.Engine.Values;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Ports;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Docker.Networks;

/// <summary>How this harness reaches the nodes of a cluster of containers.</summary>
internal abstract record Reach
{
    private Reach()
    {
    }

    /// <summary>By their own addresses: it is in the network of the engine's machine.</summary>
    internal sealed record Direct : Reach;

    /// <summary>By ports that the engine publishes: its machine is another one, or a virtual one, or this harness is in a network namespace of its own.</summary>
    /// <param name="Host">The engine's machine as this one knows it.</param>
    /// <param name="BindAddress">Which address of its own the engine is to listen on.</param>
    internal sealed record Published(string Host, string BindAddress) : Reach
    {
        /// <summary>For the notices of a run.</summary>
        public string Notice => $"the nodes are reached by ports that the engine publishes on {Host}: their own addresses cannot be reached from here";
    }

    /// <param name="engine">The engine's address.</param>
    /// <param name="kernel">Of the engine's machine, in that machine's network.</param>
    /// <param name="cancellation">Ends the call.</param>
    public static async Task<Reach> FindAsync(EngineAddress engine, IKernel kernel, CancellationToken cancellation) =>
        Of(engine, NetworkIdentity.Own(), await kernel.AskAsync(new WhichNetwork(), cancellation));

    /// <param name="engine">The engine's address.</param>
    /// <param name="here">Where this harness is.</param>
    /// <param name="there">Where the engine's bridges are.</param>
    public static Reach Of(EngineAddress engine, NetworkIdentity here, NetworkIdentity there)
    {
        if (here == there)
            return new Direct();
        // An engine in a virtual machine, which has its socket here, also publishes here; and here is where nobody else should reach the nodes.
        return engine.EndPoint is DnsEndPoint { Host: var host } && !IsLoopback(host)
            ? new Published(host, $"{IPAddress.Any}")
            : new Published($"{IPAddress.Loopback}", $"{IPAddress.Loopback}");
    }

    /// <summary>For each node the ports by which it is reached, which are the same in all its lives; null where it is reached by its address.</summary>
    /// <param name="kernel">Of the engine's machine.</param>
    /// <param name="nodes">How many nodes there are.</param>
    /// <param name="ports">What each of them serves.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="KernelException">Not enough are free.</exception>
    public async Task<IReadOnlyList<PublishedPorts?>> ReserveAsync(IKernel kernel, int nodes, ImmutableArray<int> ports, CancellationToken cancellation)
    {
        if (this is not Published { Host: var host })
            return new PublishedPorts?[nodes];
        var free = (await kernel.AskAsync(new FindFreePorts(nodes * ports.Length, Random.Shared.Next(ushort.MaxValue)), cancellation)).Ports;
        return [.. free.Chunk(ports.Length).Select(chunk => new PublishedPorts(host, ports.Zip(chunk).ToImmutableSortedDictionary(pair => pair.First, pair => pair.Second)))];
    }

    /// <summary>What the engine is told to publish of a node; null for nothing.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<PortSpec>>? BindingsOf(Site site) => (this, site.Published) switch
    {
        (Published { BindAddress: var address }, { Ports: var ports }) =>
            ports.ToImmutableSortedDictionary(port => $"{port.Key}/tcp", port => ImmutableArray.Create(new PortSpec(address, $"{port.Value}"))),
        _ => null,
    };

    private static bool IsLoopback(string host) => host == "localhost" || IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address);
}
