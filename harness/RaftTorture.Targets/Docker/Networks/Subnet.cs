using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace RaftTorture.Targets.Docker.Networks;

/// <summary>256 addresses out of those that RFC 2544 sets aside for benchmarks: no network that a person uses has them.</summary>
/// <param name="Third">The third byte of <c>198.18.x.0/24</c>.</param>
internal sealed record Subnet(byte Third)
{
    private const int FirstNode = 11;

    /// <summary>How many nodes it has room for.</summary>
    public const int Room = 254 - FirstNode;

    /// <summary>The engine's own address on the bridge.</summary>
    public IPAddress Gateway => Address(1);

    public IPAddress AddressOf(int node) => Address((byte)(FirstNode + node));

    /// <summary>True if this machine has an address in it.</summary>
    public bool IsOnThisMachine => AddressesOfThisMachine().Any(Contains);

    /// <summary>All of them, from some place on: runs that begin together do not all try the same.</summary>
    public static IEnumerable<Subnet> From(int place) => Enumerable.Range(0, 256).Select(step => new Subnet((byte)(place + step)));

    public override string ToString() => $"198.18.{Third}.0/24";

    private IPAddress Address(byte last) => new([198, 18, Third, last]);

    private bool Contains(IPAddress address) => address.GetAddressBytes() is [198, 18, var third, _] && third == Third;

    private static IEnumerable<IPAddress> AddressesOfThisMachine() =>
        from each in NetworkInterface.GetAllNetworkInterfaces()
        from address in each.GetIPProperties().UnicastAddresses
        where address.Address.AddressFamily == AddressFamily.InterNetwork
        select address.Address;
}
