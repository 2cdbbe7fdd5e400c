using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RaftTorture.Node.Tests.Security;

/// <summary>A certificate authority of a test's own, its files in a directory.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Yesterday = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset Tomorrow = DateTimeOffset.UtcNow.AddDays(1);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private readonly string _directory;
    private int _serial;

    public TestAuthority(string directory)
    {
        _directory = Directory.CreateDirectory(directory).FullName;
        var request = new CertificateRequest("CN=test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        _certificate = request.CreateSelfSigned(Yesterday, Tomorrow);
        File.WriteAllText(AuthorityFile, _certificate.ExportCertificatePem());
    }

    private string AuthorityFile => Path.Combine(_directory, "ca.pem");

    /// <summary>What a node is started with to be the one of that name.</summary>
    public string[] ArgumentsOf(string name)
    {
        using var certificate = Issue(name);
        var file = Path.Combine(_directory, name);
        File.WriteAllText($"{file}.pem", certificate.ExportCertificatePem());
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText($"{file}.key", key.ExportPkcs8PrivateKeyPem());
        return ["--tls-cert", $"{file}.pem", "--tls-key", $"{file}.key", "--tls-ca", AuthorityFile];
    }

    /// <summary>How a caller that trusts this authority speaks, with whatever certificate it has.</summary>
    public SslClientAuthenticationOptions Caller(params X509Certificate2[] certificates)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(_certificate);
        return new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", ClientCertificates = [.. certificates], CertificateChainPolicy = trust };
    }

    public HttpClient Client(params X509Certificate2[] certificates) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, SslOptions = Caller(certificates) }) { Timeout = TimeSpan.FromSeconds(10) };

    public X509Certificate2 Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(_certificate, Yesterday, Tomorrow, BitConverter.GetBytes(Interlocked.Increment(ref _serial)));
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }
}
