namespace RaftTorture.Targets.Kernel.Firewall;

/// <summary>Whether what passes a bridge is shown to the rules for IP: <c>br_netfilter</c>, a switch of each network namespace.</summary>
internal static class BridgeFilter
{
    public const string Remedy = "modprobe br_netfilter && sysctl -w net.bridge.bridge-nf-call-iptables=1";

    private const string Switch = "/proc/sys/net/bridge/bridge-nf-call-iptables";

    /// <summary>Why it is not, or null if it is. Turns it on if that is all that it takes, in the namespace of the calling thread.</summary>
    public static string? WhyBlind()
    {
        try
        {
            if (File.ReadAllText(Switch).Trim() != "1")
                File.WriteAllText(Switch, "1");
            return null;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return $"bridged packets are not shown to IP rules here ({missing.Message})";
        }
    }
}
