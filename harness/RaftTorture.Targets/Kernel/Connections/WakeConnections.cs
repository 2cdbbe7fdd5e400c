using System.Collections.Immutable;
using System.Globalization;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Namespaces;
using RaftTorture.Targets.Kernel.Programs;

namespace RaftTorture.Targets.Kernel.Connections;

/// <summary>
/// Ends connections that were cut, once they are not any more, unless they come back by themselves soon. TCP doubles its pause at each try that
/// fails, to two minutes: without this, how long nodes take to find each other again would be the kernel's doing.
/// </summary>
/// <remarks>By <c>ss -K</c>. A kernel without CONFIG_INET_DIAG_DESTROY ends none, and says nothing: what counts is how many were ended.</remarks>
/// <param name="Nodes">Whose connections, with whom.</param>
internal sealed record WakeConnections(ImmutableArray<CutNode> Nodes) : KernelRequest<ConnectionsEnded>
{
    private const string LongestPause = "/proc/sys/net/ipv4/tcp_rto_max_ms";

    /// <summary>What <c>PatientConnections</c> sets where the kernel has the setting.</summary>
    private const int ShortPauseMs = 1000;

    /// <summary>Whether connections of a network may stay silent long after it was healed.</summary>
    /// <param name="longestPauseMs">What the kernel says of it; null if it has no such setting, and pauses for up to two minutes.</param>
    public static bool MayBeStuck(string? longestPauseMs) =>
        longestPauseMs is null || int.Parse(longestPauseMs, CultureInfo.InvariantCulture) > ShortPauseMs;

    protected override async Task<ConnectionsEnded> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        var ended = await Task.WhenAll(Nodes.Select(node => EndAsync(node, workshop, cancellation)));
        return new ConnectionsEnded(ended.OfType<int>().Sum(), ended.Any(count => count is not null));
    }

    /// <returns>How many; null if they come back by themselves, or the node's network is gone and they with it.</returns>
    private static async Task<int?> EndAsync(CutNode node, Workshop workshop, CancellationToken cancellation)
    {
        try
        {
            if (!NamespaceThread.Do(node.Network, () => MayBeStuck(File.Exists(LongestPause) ? File.ReadAllText(LongestPause).Trim() : null)))
                return null;
        }
        catch (KernelException)
        {
            return null;
        }

        var filter = node.Peers.SelectMany(peer => new[] { "or", "dst", peer }).Skip(1);
        var end = (ProgramEnd)await new RunProgram("nsenter", [$"--net={node.Network}", "ss", "-tnKH", .. filter]).DoAsync(workshop, cancellation);
        return end.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }
}

/// <summary>A node that was cut off from others.</summary>
/// <param name="Network">The path of its network namespace.</param>
/// <param name="Peers">The addresses of the others.</param>
internal sealed record CutNode(string Network, ImmutableArray<string> Peers);

/// <param name="Count">How many ends of connections were ended.</param>
/// <param name="WasNeeded">False where the kernel's pauses are short.</param>
internal sealed record ConnectionsEnded(int Count, bool WasNeeded);
