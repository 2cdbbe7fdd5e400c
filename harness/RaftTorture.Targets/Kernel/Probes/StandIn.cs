using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Namespaces;
using RaftTorture.Targets.Kernel.Programs;

namespace RaftTorture.Targets.Kernel.Probes;

/// <summary>
/// A network in the place of one that is gone with its node, as a container's is when it is dead: with its address, on its bridge. What holds for
/// the node's packets holds for those of its stand-in, so links of dead nodes can be probed too.
/// </summary>
/// <remarks>
/// It has the hardware address that the machine remembers of the node, if any, and all learn which it has. It must be gone before
/// the node is back. Clusters have a /24.
/// </remarks>
internal sealed class StandIn : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    private readonly OwnKernel _programs = new();
    private readonly NamespaceOfOurs _namespace = new();
    private readonly string _device = $"rts{Guid.NewGuid():n}"[..14];

    private StandIn()
    {
    }

    public string Path => _namespace.Path;

    /// <exception cref="KernelException">It cannot be made: there is no bridge that leads to the address, for example.</exception>
    public static async Task<StandIn> MakeAsync(string address, CancellationToken cancellation)
    {
        var standIn = new StandIn();
        try
        {
            await standIn.ConnectAsync(address, cancellation);
            return standIn;
        }
        catch
        {
            await standIn.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The namespace takes its end of the pair with it sooner or later; the address must be free at once.
        await _programs.AskAsync(new RunProgram("ip", ["link", "del", _device]), CancellationToken.None);
        _namespace.Dispose();
    }

    private async Task ConnectAsync(string address, CancellationToken cancellation)
    {
        var route = Json(await _programs.DemandAsync("ip", ["-json", "route", "get", address], null, cancellation));
        var bridge = (string?)route?["dev"] ?? throw new KernelException($"no way leads to {address}");
        var neighbour = Json(await _programs.DemandAsync("ip", ["-json", "neigh", "show", "to", address, "dev", bridge], null, cancellation));
        var hardware = (string?)neighbour?["lladdr"] is { } known ? $"address {known} " : "";
        await _programs.DemandAsync(
            "ip",
            ["-batch", "-"],
            $"link add {_device} type veth peer name eth0 {hardware}netns {_namespace.Thread}\nlink set {_device} master {bridge} up\n",
            cancellation);
        await InsideAsync($"addr add {address}/24 dev eth0\nlink set lo up\nlink set eth0 up\n", cancellation);
        await SpeakAsync(IPAddress.Parse(address), IPAddress.Parse((string?)route?["prefsrc"] ?? throw new KernelException($"{bridge} has no address")), cancellation);
    }

    /// <summary>Speaks until the machine hears it: before that, silence would prove nothing.</summary>
    /// <remarks>To speak it must ask all where the machine is, and who hears it asking learns where the address is now.</remarks>
    private async Task SpeakAsync(IPAddress address, IPAddress machine, CancellationToken cancellation)
    {
        using var ear = Bind(machine);
        using var mouth = NamespaceThread.Do(Path, () => Bind(address));
        for (var start = Stopwatch.GetTimestamp(); ear.Available == 0; await Task.Delay(PollInterval, cancellation))
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
                throw new KernelException($"a stand-in for {address} is not heard by the machine");
            mouth.SendTo([0], ear.LocalEndPoint!);
        }
    }

    private static Socket Bind(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, 0));
        return socket;
    }

    private Task<string> InsideAsync(string batch, CancellationToken cancellation) =>
        _programs.DemandAsync("nsenter", [$"--net={_namespace.Path}", "ip", "-batch", "-"], batch, cancellation);

    private static JsonNode? Json(string printed) => (JsonNode.Parse(printed.Length == 0 ? "[]" : printed) as JsonArray)?.FirstOrDefault();
}
