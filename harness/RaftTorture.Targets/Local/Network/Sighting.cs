using System.Diagnostics;

namespace RaftTorture.Targets.Local.Network;

/// <summary>What a probe saw of the bytes that it sent through a link.</summary>
/// <param name="Ms">How long it took to see it, milliseconds.</param>
internal abstract record Sighting(double Ms)
{
    /// <summary>They came out at the other end.</summary>
    public sealed record Delivered(double Ms) : Sighting(Ms);

    /// <summary>Nothing came out and nothing was refused while the probe's patience lasted.</summary>
    public sealed record Silent(double Ms) : Sighting(Ms);

    /// <summary>The connection was reset.</summary>
    public sealed record Reset(double Ms) : Sighting(Ms);

    /// <summary>Says for people what several probes saw: <c>12 silent for 100-103 ms, 1 delivered after 0.4 ms</c>.</summary>
    public static string Describe(IReadOnlyCollection<Sighting> sightings) =>
        sightings.Count == 0
            ? "nothing was measured"
            : string.Join(", ", sightings.GroupBy(seen => seen.Verb).Select(alike => $"{alike.Count()} {alike.Key} {Range(alike)}"));

    private string Verb => this switch
    {
        Delivered => "delivered after",
        Silent => "silent for",
        Reset => "reset after",
        _ => throw new UnreachableException(),
    };

    private static string Range(IEnumerable<Sighting> alike)
    {
        var sorted = alike.Select(seen => seen.Ms).Order().ToArray();
        var (least, most) = (Round(sorted[0]), Round(sorted[^1]));
        return least == most ? $"{least} ms" : $"{least}-{most} ms (median {Round(sorted[sorted.Length / 2])})";
    }

    private static string Round(double ms) => ms.ToString(ms < 10 ? "0.0" : "0");
}
