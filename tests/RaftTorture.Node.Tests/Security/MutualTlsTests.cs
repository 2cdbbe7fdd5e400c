using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using RaftTorture.Kv.Api;
using RaftTorture.Node.Peers;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Node.Tests.Security;

/// <summary>Three real nodes with an authority of their own: who has no certificate of it is nobody, on every port.</summary>
public class MutualTlsTests
{
    private TemporaryDirectory _directory = null!;
    private TestAuthority _authority = null!;
    private TestAuthority _otherAuthority = null!;
    private HttpClient _http = null!;
    private TestNode[] _nodes = [];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _directory = new TemporaryDirectory();
        _authority = new TestAuthority(Path.Combine(_directory.Path, "authority"));
        _otherAuthority = new TestAuthority(Path.Combine(_directory.Path, "other"));
        _http = _authority.Client(_authority.Issue("client"));
        var nodes = TestNode.Cluster(3, _directory.Path, "--election-timeout-ms", "1000-2000", "--heartbeat-ms", "100");
        _nodes = [.. nodes.Select(node => node.With(_authority.ArgumentsOf(node.Name)).Over(_http))];
        await Task.WhenAll(_nodes.Select(node => node.StartAsync()));
    }

    [OneTimeTearDown]
    public void Stop()
    {
        foreach (var node in _nodes)
            node.Dispose();
        _http.Dispose();
        _otherAuthority.Dispose();
        _authority.Dispose();
        _directory.Dispose();
    }

    [Test]
    public async Task Nodes_with_certificates_elect_and_serve_a_client_with_one()
    {
        await LeaderAsync();
        await Eventually.Async(
            async () => (await Task.WhenAll(_nodes.Select(node => node.SendAsync(new KvRequest { Op = KvOp.Get, Key = "x" })))).Any(reply => reply is KvReply.Ok),
            () => "nobody serves a read");
    }

    [Test]
    public void A_client_without_a_certificate_is_refused()
    {
        using var stranger = _authority.Client();

        Assert.That(() => stranger.GetAsync(new Uri(_nodes[0].Address, "/status")), Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public void A_client_with_another_authority_s_certificate_is_refused()
    {
        using var stranger = _authority.Client(_otherAuthority.Issue("client"));

        Assert.That(() => stranger.GetAsync(new Uri(_nodes[0].Address, "/status")), Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task A_peer_without_a_certificate_is_refused()
    {
        await Assert.ThatAsync(() => CallAsync("n3"), Throws.InstanceOf<IOException>().Or.InstanceOf<AuthenticationException>());
    }

    [Test]
    public async Task A_client_s_certificate_speaks_for_no_peer()
    {
        await Assert.ThatAsync(() => CallAsync("n3", _authority.Issue("client")), Throws.InstanceOf<IOException>());

        await Eventually.Async(() => Task.FromResult(_nodes[0].Output.Contains("its certificate is of 'client'")), () => _nodes[0].Output);
    }

    [Test]
    public async Task A_file_that_holds_no_certificate_is_named()
    {
        var (exitCode, error) = await TestNode.RunToEndAsync([.. _nodes[0].Arguments, "--tls-cert", _nodes[0].Argument("--tls-key")]);

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error, Does.Contain("TLS").And.Contain(_nodes[0].Argument("--tls-key")));
    }

    private async Task LeaderAsync() => await Eventually.Async(
        async () => (await Task.WhenAll(_nodes.Select(node => node.StatusAsync()))).Any(status => status.Role == "leader"), () => "no leader is elected over TLS");

    /// <summary>Calls n1's peer port as a peer of that name and waits until it hangs up, by an exception or the end.</summary>
    private async Task CallAsync(string name, params X509Certificate2[] certificates)
    {
        using var client = new TcpClient("127.0.0.1", _nodes[0].PeerPort);
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(_authority.Caller(certificates));
        await stream.WriteAsync(Handshake.Write(new Greeting(NodeId.Parse(name), new Incarnation(1), null, _nodes[0].Argument("--cluster-id"))));
        if (await stream.ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(30)) == 0)
            throw new IOException("hung up");
    }
}
