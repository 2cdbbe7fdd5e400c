using System.Text.Json;
using System.Text.Json.Nodes;

namespace RaftTorture.Targets.Kernel.Firewall;

/// <summary>What the kernel says of the firewall: how many pairs it holds up, and how much it has held up so far.</summary>
/// <param name="Elements">Pairs in all sets.</param>
/// <param name="DroppedPackets">By cuts of packets and of requests, since the firewall was made.</param>
/// <param name="ResetPackets">That were answered by a reset.</param>
internal sealed record FirewallState(int Elements, long DroppedPackets, long ResetPackets)
{
    /// <summary>How long the change that led to it took, milliseconds; 0 for one that was only read.</summary>
    public double TookMs { get; init; }

    /// <summary>Reads what <c>nft -j</c> printed of sets and chains.</summary>
    /// <exception cref="JsonException">It is no such thing.</exception>
    public static FirewallState Parse(params IEnumerable<string> answers)
    {
        var entries = answers.SelectMany(answer => JsonNode.Parse(answer)?["nftables"]?.AsArray() ?? []).ToList();
        return new FirewallState(
            entries.Sum(entry => entry?["set"]?["elem"]?.AsArray().Count ?? 0),
            Count(FirewallText.PacketsRule) + Count(FirewallText.RequestsRule),
            Count(FirewallText.ResetsRule));

        long Count(string rule) => entries.Select(entry => entry?["rule"]).Where(found => (string?)found?["comment"] == rule).Sum(PacketsOf);
    }

    private static long PacketsOf(JsonNode? rule) =>
        rule?["expr"]?.AsArray().Sum(part => (long?)part?["counter"]?["packets"] ?? 0) ?? 0;
}
