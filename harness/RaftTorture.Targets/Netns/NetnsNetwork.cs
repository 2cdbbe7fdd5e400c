using System.Globalization;
using System.Net;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Programs;

namespace RaftTorture.Targets.Netns;

/// <summary>A bridge in this network namespace, and a namespace on it for each node.</summary>
/// <remarks>The addresses are RFC 2544's, for tests of networks; nobody else's are reached from here, so that runs side by side may have the same.</remarks>
internal sealed class NetnsNetwork(IKernel kernel, IReadOnlyList<string> nodes) : IDisposable
{
    /// <summary>As many as there are addresses after the first that is given out.</summary>
    public const int MostNodes = 254 - FirstAddress + 1;

    private const string Bridge = "rt-br0";
    private const string Subnet = "198.18.100";
    private const int FirstAddress = 11;

    private readonly Dictionary<string, NetNamespace> _namespaces = [];
    private bool _isWhole;

    public static IPAddress AddressOf(int index) => IPAddress.Parse($"{Subnet}.{FirstAddress + index}");

    public NetNamespace Of(string node) => _namespaces[node];

    /// <exception cref="KernelException">It cannot be made.</exception>
    public async Task MakeAsync(CancellationToken cancellation)
    {
        foreach (var node in nodes)
            _namespaces[node] = new NetNamespace();
        await IpAsync("ip", [], [.. BridgeLines(), .. nodes.SelectMany(LinkLines)], cancellation);
        await Task.WhenAll(nodes.Select((node, index) =>
            IpAsync("nsenter", [$"--net={Of(node).Path}", "ip"], NodeLines(index), cancellation)));
        _isWhole = true;
    }

    /// <summary>Takes the bridge and its links away. The namespaces go with the last process in them.</summary>
    /// <exception cref="KernelException">Something of a whole network stays.</exception>
    public async Task RemoveAsync()
    {
        var lines = nodes.Select((_, index) => $"link del {PortOf(index)}").Append($"link del {Bridge}");
        var end = await kernel.AskAsync(new RunProgram("ip", ["-force", "-batch", "-"], Joined(lines)), CancellationToken.None);
        if (end.Code != 0 && _isWhole)
            throw new KernelException($"the network could not be taken away: {end.Error}");
    }

    public void Dispose()
    {
        foreach (var one in _namespaces.Values)
            one.Dispose();
        _namespaces.Clear();
    }

    private static string[] BridgeLines() =>
    [
        "link set lo up",
        $"link add {Bridge} type bridge",
        $"addr add {Subnet}.1/24 dev {Bridge}",
        $"link set {Bridge} up",
    ];

    private IEnumerable<string> LinkLines(string node, int index) =>
    [
        $"link add {PortOf(index)} type veth peer name eth0 netns {Of(node).Path}",
        $"link set {PortOf(index)} master {Bridge} up",
    ];

    private static string[] NodeLines(int index) =>
    [
        "link set lo up",
        $"addr add {AddressOf(index)}/24 dev eth0",
        "link set eth0 up",
    ];

    private static string PortOf(int index) => string.Create(CultureInfo.InvariantCulture, $"rt-v{index + 1}");

    private Task<string> IpAsync(string program, string[] before, IReadOnlyList<string> lines, CancellationToken cancellation) =>
        kernel.DemandAsync(program, [.. before, "-batch", "-"], Joined(lines), cancellation);

    private static string Joined(IEnumerable<string> lines) => string.Join('\n', lines) + "\n";
}
