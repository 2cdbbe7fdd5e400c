using System.Net;

namespace RaftTorture.Node.Options;

/// <summary>What is wrong, or unwise, about options that each make sense alone.</summary>
internal static class OptionProblems
{
    /// <summary>Why the node cannot start; one sentence each.</summary>
    public static IEnumerable<string> Of(NodeOptions options) =>
        [.. Missing(options), .. OfAddresses(options), .. OfSecurity(options), .. options.ConfigOf(seed: 0).Problems()];

    /// <summary>What runs, but not well or not safely; one sentence each.</summary>
    public static IEnumerable<string> Warnings(NodeOptions options)
    {
        foreach (var warning in options.ConfigOf(seed: 0).Warnings())
            yield return warning;
        if (options.Tls is null && !IPAddress.IsLoopback(options.Ports.Bind))
            yield return $"anybody who reaches {options.Ports.Bind} and knows the cluster id is taken for a peer: use --tls-cert, --tls-key and --tls-ca";
        if (options.Tls is null && options.Ports.AdminPort != 0 && !IPAddress.IsLoopback(options.Ports.AdminBind))
            yield return $"the admin token crosses the network to {options.Ports.AdminBind} in the clear: use --tls-cert, --tls-key and --tls-ca";
    }

    private static IEnumerable<string> Missing(NodeOptions options)
    {
        if (options.Id.Value == 0)
            yield return "--id is missing";
        if (options.DataDirectory.Length == 0)
            yield return "--data is missing";
        if (options.Ports.ClientPort == 0)
            yield return "--client-port is missing";
        if (options.Ports.PeerPort == 0)
            yield return "--peer-port is missing";
    }

    private static IEnumerable<string> OfAddresses(NodeOptions options)
    {
        if (options.Peers.ContainsKey(options.Id))
            yield return $"--peer names the node itself, {options.Id}";
        if (options.ClusterId.Length > 1024)
            yield return "--cluster-id has more than 1024 characters";
    }

    private static IEnumerable<string> OfSecurity(NodeOptions options)
    {
        string?[] files = [options.TlsCertificate, options.TlsKey, options.TlsAuthority];
        if (files.Any(file => file is not null) && options.Tls is null)
            yield return "--tls-cert, --tls-key and --tls-ca need each other";
        if (options.Ports is { AdminPort: not 0, AdminTokenFile: null, AdminTokenVariable: null })
            yield return "--admin-port needs an --admin-token-file or an --admin-token-env";
        if (options.Ports is { AdminTokenFile: not null, AdminTokenVariable: not null })
            yield return "--admin-token-file and --admin-token-env exclude each other";
    }
}
