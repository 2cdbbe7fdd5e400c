using RaftTorture.Targets.Kernel.Firewall;

namespace RaftTorture.Targets.Kernel.Packets;

/// <summary>What <c>iptables-restore --noflush</c> is told so that packets get into a queue. A text is a transaction.</summary>
/// <remarks>
/// In table raw, before connections are tracked: of a flow whose first packet waits in a queue behind the tracking, the next ones are lost. The
/// rules pass the queue by when nobody reads it, so that they harm nothing when they are left behind; <see cref="OrphansIn"/> finds those.
/// </remarks>
internal static class QueueRules
{
    private const string Prefix = "RAFTTORTURE-";

    /// <summary>Sends the packets of these directions to a queue, by a chain of its own.</summary>
    public static string Add(ushort queue, IEnumerable<AddressPair> pairs) => Raw(
    [
        $":{Prefix}{queue} - [0:0]",
        .. pairs.Select(pair => $"-A {Prefix}{queue} -s {pair.Source} -d {pair.Target} -j NFQUEUE --queue-num {queue} --queue-bypass"),
        $"-I PREROUTING -j {Prefix}{queue}",
    ]);

    public static string Remove(ushort queue) =>
        Raw($"-D PREROUTING -j {Prefix}{queue}", $"-F {Prefix}{queue}", $"-X {Prefix}{queue}");

    /// <summary>The queues that have rules here but no reader any more.</summary>
    /// <param name="rules">What <c>iptables -t raw -S</c> printed.</param>
    /// <param name="readers">What <c>/proc/net/netfilter/nfnetlink_queue</c> says: a line a queue, its number first.</param>
    public static IReadOnlyList<ushort> OrphansIn(string rules, string readers)
    {
        var read = Lines(readers).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]).ToHashSet();
        return
        [
            .. Lines(rules).Where(line => line.StartsWith($"-N {Prefix}", StringComparison.Ordinal))
                .Select(line => line[(3 + Prefix.Length)..])
                .Where(queue => !read.Contains(queue))
                .Select(ushort.Parse),
        ];
    }

    private static string Raw(params IEnumerable<string> rules) => $"*raw\n{string.Join('\n', rules)}\nCOMMIT\n";

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
