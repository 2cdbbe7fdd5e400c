using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Targets.Local.Network;

/// <summary>One probe on each of some links, all sending at once.</summary>
internal sealed class LinkProbes : IDisposable
{
    /// <summary>How long to look for a fast delivery on one link before it counts as slow.</summary>
    private static readonly TimeSpan SeekPatience = TimeSpan.FromSeconds(2);

    private readonly LocalNetwork _network;
    private readonly (Link Link, LinkProbe Probe)[] _probes;

    private LinkProbes(LocalNetwork network, (Link, LinkProbe)[] probes)
    {
        _network = network;
        _probes = probes;
    }

    public static async Task<LinkProbes> OpenAsync(LocalNetwork network, IEnumerable<Link> links, CancellationToken cancellation)
    {
        var opening = links.Select(async link => (link, await LinkProbe.OpenAsync(network[link], cancellation)));
        return new LinkProbes(network, await Task.WhenAll(opening));
    }

    /// <summary>Sends bytes through every link and tells what came of them, in the order of the links.</summary>
    /// <param name="bytes">How many bytes each probe sends.</param>
    /// <param name="patienceMs">How long to wait on top of what the packet fault in force may cost, milliseconds.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public Task<Sighting[]> SendAsync(int bytes, int patienceMs, CancellationToken cancellation) =>
        Task.WhenAll(_probes.Select(each =>
        {
            var shape = _network.ShapeOf(each.Link);
            var patience = TimeSpan.FromMilliseconds(patienceMs + shape.SlowestMs + shape.LineMs(bytes));
            return each.Probe.SendAsync(bytes, patience, cancellation);
        }));

    /// <summary>Looks on every link for fast deliveries; tells the last of each, and whether it was one.</summary>
    /// <param name="bytes">How many bytes each probe sends.</param>
    /// <param name="underMs">What is fast, on top of what the packet fault in force may cost, milliseconds.</param>
    /// <param name="inARow">How many fast ones in a row are no luck.</param>
    /// <param name="cancellation">Gives up looking.</param>
    public async Task<(Sighting Seen, bool IsFast)[]> SeekAsync(int bytes, double underMs, int inARow, CancellationToken cancellation) =>
        await Task.WhenAll(_probes.Select(async each =>
        {
            var shape = _network.ShapeOf(each.Link);
            var limitMs = underMs + shape.SlowestMs + shape.LineMs(bytes);
            var seen = await each.Probe.SeekAsync(bytes, limitMs, inARow, SeekPatience, cancellation);
            return (seen, seen is Sighting.Delivered && seen.Ms < limitMs);
        }));

    public void Dispose()
    {
        foreach (var (_, probe) in _probes)
            probe.Dispose();
    }
}
