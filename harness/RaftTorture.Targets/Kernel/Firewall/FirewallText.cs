using System.Collections.Immutable;

namespace RaftTorture.Targets.Kernel.Firewall;

/// <summary>What <c>nft</c> is told. A line is a transaction: all of it or nothing, for all packets from the same moment on.</summary>
/// <remarks>
/// The family is bridge, keyed by addresses: a rule holds over all lives of a node and needs nothing inside of it. A packet is judged where it
/// enters the bridge, before anything can delay it, again where it leaves, for what was delayed meanwhile, and where the machine
/// itself sends it, for copies. Tables that are owned vanish with the process that made them, however it ends.
/// </remarks>
internal static class FirewallText
{
    public const string PacketsRule = "packets";
    public const string RequestsRule = "requests";
    public const string ResetsRule = "resets";

    private const string Pair = "type ipv4_addr . ipv4_addr;";

    /// <summary>Before <c>br_netfilter</c>, which shows packets to the queue, at priority 0.</summary>
    private const int BeforeQueue = -200;

    /// <summary>The table that drops.</summary>
    public static string CreateDrops(string table) => Line(
        $"add table bridge {table} {{ flags owner; }}",
        $"add set bridge {table} cut {{ {Pair} }}",
        $"add set bridge {table} cut_requests {{ type ipv4_addr . ipv4_addr . inet_service; }}",
        $"add set bridge {table} cut_copies {{ {Pair} }}",
        $"add chain bridge {table} judge",
        $"add rule bridge {table} judge ip saddr . ip daddr @cut counter drop comment \"{PacketsRule}\"",
        $"add rule bridge {table} judge ip saddr . ip daddr . tcp dport @cut_requests counter drop comment \"{RequestsRule}\"",
        Hook(table, "entering", "prerouting"),
        Hook(table, "leaving", "forward"),
        Hook(table, "sending", "output"),
        $"add rule bridge {table} sending ip saddr . ip daddr @cut_copies drop");

    /// <summary>The table that resets. It is of family ip, which sees bridged packets through <c>br_netfilter</c>: many kernels cannot reject in a bridge.</summary>
    public static string CreateResets(string table) => Line(
        $"add table ip {table} {{ flags owner; }}",
        $"add set ip {table} cut_resets {{ {Pair} }}",
        $"add chain ip {table} judge {{ type filter hook forward priority {BeforeQueue}; policy accept; }}",
        $"add rule ip {table} judge ip saddr . ip daddr @cut_resets meta l4proto tcp counter reject with tcp reset comment \"{ResetsRule}\"",
        $"add rule ip {table} judge ip saddr . ip daddr @cut_resets counter drop");

    /// <summary>Puts these cuts in force in place of all others.</summary>
    /// <param name="hasResets">Whether there is a table that resets.</param>
    public static string Change(string table, Cuts cuts, bool hasResets) => Line(
    [
        .. Refill($"bridge {table} cut", cuts.Packets, PairText),
        .. Refill($"bridge {table} cut_requests", cuts.Requests, pair => $"{PairText(pair)} . {cuts.PeerPort}"),
        .. Refill($"bridge {table} cut_copies", cuts.Resets, PairText),
        .. hasResets ? Refill($"ip {table} cut_resets", cuts.Resets, PairText) : [],
    ]);

    /// <summary>Asks for all sets and counters, a line each.</summary>
    /// <remarks>Not for whole tables: <c>nft</c> 1.0.6 does not know the name of their flag and prints what it finds in its memory instead.</remarks>
    public static IReadOnlyList<string> List(string table, bool hasResets) =>
    [
        $"list set bridge {table} cut",
        $"list set bridge {table} cut_requests",
        $"list set bridge {table} cut_copies",
        $"list chain bridge {table} judge",
        .. hasResets ? [$"list set ip {table} cut_resets", $"list chain ip {table} judge"] : Array.Empty<string>(),
    ];

    /// <summary>Asks for all sets of a family: answered also where there is none.</summary>
    public static string ListSets(string family) => $"list sets {family}";

    private static string Hook(string table, string chain, string hook) =>
        $"add chain bridge {table} {chain} {{ type filter hook {hook} priority {BeforeQueue}; policy accept; }}; add rule bridge {table} {chain} jump judge";

    private static string[] Refill(string set, ImmutableArray<AddressPair> pairs, Func<AddressPair, string> element) =>
        pairs.IsEmpty
            ? [$"flush set {set}"]
            : [$"flush set {set}", $"add element {set} {{ {string.Join(", ", pairs.Distinct().Select(element))} }}"];

    private static string PairText(AddressPair pair) => $"{pair.Source} . {pair.Target}";

    private static string Line(params IEnumerable<string> commands) => string.Join("; ", commands);
}
