using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RaftTorture.Targets.Docker.Engine.Transport;

/// <summary>The certificates for an engine that is reached over the network: <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c> in one directory.</summary>
internal sealed record EngineTls(string Directory)
{
    private const string VerifyVariable = "DOCKER_TLS_VERIFY";
    private const string PathVariable = "DOCKER_CERT_PATH";

    /// <summary>Null unless <c>DOCKER_TLS_VERIFY</c> is set to anything.</summary>
    public static EngineTls? OfEnvironment()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(VerifyVariable)))
            return null;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return new EngineTls(Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } path ? path : Path.Combine(home, ".docker"));
    }

    /// <exception cref="EngineException">The files cannot be read.</exception>
    public SslClientAuthenticationOptions ToOptions(string host)
    {
        try
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(Path.Combine(Directory, "ca.pem"));
            var own = X509Certificate2.CreateFromPemFile(Path.Combine(Directory, "cert.pem"), Path.Combine(Directory, "key.pem"));
            return new SslClientAuthenticationOptions { TargetHost = host, CertificateChainPolicy = policy, ClientCertificates = [own] };
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new EngineException($"{VerifyVariable} is set, but ca.pem, cert.pem and key.pem cannot be read from {Directory}: {unreadable.Message}", inner: unreadable);
        }
    }
}
