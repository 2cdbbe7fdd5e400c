using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RaftTorture.Node.Options;

namespace RaftTorture.Node.Security;

/// <summary>Mutual TLS by the cluster's own authority: who has no certificate of it is nobody here.</summary>
/// <remarks>
/// What a certificate must say besides: on the peer port its common name is the node's id, so that neither a client nor another node can
/// speak for it; on the client and admin ports nothing more. Host names are not compared: addresses of nodes change, ids do not. Clients
/// compare the host name as HTTP clients do, so a node's certificate should name its hosts. Revocation is not asked for: replace the authority.
/// </remarks>
internal sealed class ClusterTls
{
    private readonly SslStreamCertificateContext _certificate;
    private readonly X509Certificate2Collection _authority = [];

    /// <exception cref="IOException">A file cannot be read; the message names it.</exception>
    public ClusterTls(TlsFiles files)
    {
        Read(files.Authority, () => _authority.ImportFromPemFile(files.Authority));
        if (_authority.Count == 0)
            throw new IOException($"{files.Authority} holds no certificate");
        _certificate = Read($"{files.Certificate} with {files.Key}", () => Identity(files));
    }

    /// <summary>For whoever accepts: the caller must have a certificate.</summary>
    public SslServerAuthenticationOptions Server() => new()
    {
        ServerCertificateContext = _certificate,
        ClientCertificateRequired = true,
        CertificateChainPolicy = Policy(),
        RemoteCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None,
    };

    /// <summary>For whoever dials a node: its certificate must bear the name.</summary>
    public SslClientAuthenticationOptions Client(string name) => new()
    {
        TargetHost = name,
        ClientCertificateContext = _certificate,
        CertificateChainPolicy = Policy(),
        RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None && NameOf(certificate) == name,
    };

    /// <summary>The common name; null without a certificate.</summary>
    public static string? NameOf(X509Certificate? certificate) =>
        (certificate as X509Certificate2)?.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(_authority);
        return policy;
    }

    private static SslStreamCertificateContext Identity(TlsFiles files)
    {
        var certificate = X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);
        if (OperatingSystem.IsWindows()) // Its TLS takes no key that lives in memory only.
            certificate = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(files.Certificate);
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    private static void Read(string what, Action read) => Read<object?>(what, () =>
    {
        read();
        return null;
    });

    private static T Read<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new IOException($"TLS: {what} cannot be used: {e.Message}", e);
        }
    }
}
