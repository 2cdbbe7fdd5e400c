using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Engine.Streams;
using RaftTorture.Targets.Docker.Engine.Values;
using RaftTorture.Targets.Docker.Images;
using RaftTorture.Targets.Systems.Reference;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Docker.Images;

/// <summary>Images made on the engine of this machine. They stay there, as those of a run do: the next one has them.</summary>
public sealed class ImageTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private ContainerEngine _engine = null!;
    private ImageShop _shop = null!;

    [OneTimeSetUp]
    public async Task Connect()
    {
        await RequireDocker.AsyncOnLinux();
        _engine = await ContainerEngine.ConnectAsync(None);
        _shop = new ImageShop(_engine);
    }

    [OneTimeTearDown]
    public void Disconnect() => _engine?.Dispose();

    [Test]
    public async Task A_node_of_the_image_runs_and_has_what_TLS_needs()
    {
        var node = await NodeImage.EnsureAsync(_shop, NodeBinary.Locate(), None);
        Assert.That(node.Notice, Does.StartWith("the nodes' image stands upon "));
        string[] arguments =
        [
            "--id", "n1", "--data", "/data/n1", "--client-port", "8001", "--peer-port", "7001",
            "--tls-cert", "/tls/cert.pem", "--tls-key", "/tls/key.pem", "--tls-ca", "/tls/cert.pem",
        ];
        Assert.That(await RunUntilAsync("serves clients", node.Image, [.. node.Entrypoint, .. arguments]), Has.Some.Contains("n1 serves clients on port 8001"));
    }

    [Test]
    public async Task Nothing_is_made_twice()
    {
        var first = await NodeImage.EnsureAsync(_shop, NodeBinary.Locate(), None);
        var second = await NodeImage.EnsureAsync(_shop, NodeBinary.Locate(), None);
        Assert.That(second.Image, Is.EqualTo(first.Image with { IsNew = false }));
    }

    [Test]
    public async Task Without_a_registry_the_base_is_made_of_the_runtime_that_runs_the_harness()
    {
        var made = await BaseImage.OwnAsync(_shop, None);
        Assert.That(await RunUntilAsync(null, made.Image, ["dotnet", "--list-runtimes"]), Has.Some.Contains($"Microsoft.AspNetCore.App {Environment.Version}"));
        Assert.That((await _engine.Images.FindAsync(made.Image.Name, None))!.Config!.Labels, Contains.Key(ImageShop.Label));
    }

    /// <summary>Runs a program until it ends or says what is awaited. It finds a key and a certificate in <c>/tls</c>.</summary>
    /// <returns>What it said.</returns>
    private async Task<IReadOnlyList<string>> RunUntilAsync(string? awaited, MadeImage image, IReadOnlyList<string> command)
    {
        var id = await _engine.Containers.CreateAsync($"rafttorture-tests-{Guid.NewGuid():n}", new ContainerSpec { Image = image.Name, Entrypoint = command }, None);
        try
        {
            await using (var keys = await KeysAsync())
                await _engine.Containers.PutArchiveAsync(id, "/", keys, None);
            await _engine.Containers.StartAsync(id, None);
            var said = new List<string>();
            using var heard = new CancellationTokenSource();
            await using var log = await _engine.Containers.FollowLogsAsync(id, None);
            await ReadAsync(log, said, awaited, heard);
            return said;
        }
        finally
        {
            await _engine.Containers.RemoveAsync(id, None);
        }
    }

    private static async Task ReadAsync(Stream log, List<string> said, string? awaited, CancellationTokenSource heard)
    {
        try
        {
            await OutputLines.CopyAsync(log, Hear, heard.Token);
        }
        catch (OperationCanceledException)
        {
            // It was heard.
        }

        void Hear(string line)
        {
            said.Add(line);
            if (awaited is not null && line.Contains(awaited))
                heard.Cancel();
        }
    }

    private static async Task<Stream> KeysAsync()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=n1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var tree = new FileTree();
        tree.AddText("tls/cert.pem", certificate.ExportCertificatePem());
        tree.AddText("tls/key.pem", key.ExportPkcs8PrivateKeyPem());
        return await tree.PackAsync(None);
    }
}
