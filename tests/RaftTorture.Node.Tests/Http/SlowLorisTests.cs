using System.Net.Sockets;
using System.Text;
using RaftTorture.Kv.Api;

namespace RaftTorture.Node.Tests.Http;

/// <summary>Clients that hold a real node up: it hangs up on them and serves the others meanwhile.</summary>
public class SlowLorisTests
{
    private TemporaryDirectory _directory = null!;
    private TestNode _node = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _directory = new TemporaryDirectory();
        _node = TestNode.Cluster(1, _directory.Path, "--max-connections", "250")[0];
        await _node.StartAsync();
        await Eventually.Async(async () => (await _node.StatusAsync()).Role == "leader", () => "no leader of one");
    }

    [TearDown]
    public void Stop()
    {
        _node.Dispose();
        _directory.Dispose();
    }

    [TestCase("POST /kv HTTP/1.1\r\nHost: n1\r\nX-Slow: ", "in the middle of a header")]
    [TestCase("POST /kv HTTP/1.1\r\nHost: n1\r\nContent-Length: 100000\r\n\r\n{", "in the middle of a body")]
    public async Task Who_stops_half_way_is_hung_up_on_and_keeps_nobody_out(string half, string where)
    {
        var before = await _node.StatusAsync();
        var slow = Enumerable.Range(0, 200).Select(_ => Call(half)).ToArray();

        Assert.That(await _node.SendAsync(new KvRequest { Op = KvOp.Get, Key = "x" }), Is.InstanceOf<KvReply.Ok>(), where);
        await Task.WhenAll(slow.Select(HungUpAsync));

        Assert.That((await _node.StatusAsync()).Commit, Is.EqualTo(before.Commit));
        foreach (var client in slow)
            client.Dispose();
    }

    [Test]
    public async Task Beyond_the_limit_of_connections_callers_are_hung_up_on_until_others_leave()
    {
        var crowd = Enumerable.Range(0, 300).Select(_ => Call("")).ToArray();

        await Eventually.Async(() => Task.FromResult(crowd.Any(HasHungUp)), () => "300 connections are open although 250 are allowed");

        foreach (var client in crowd)
            client.Dispose();
        await Eventually.Async(IsServedAsync, () => "nobody is served after the crowd has gone");
    }

    [Test]
    public async Task Oversized_headers_are_refused()
    {
        using var client = Call($"GET /status HTTP/1.1\r\nHost: n1\r\nX-Big: {new string('x', 20_000)}\r\n\r\n");

        Assert.That(await HungUpAsync(client), Does.StartWith("HTTP/1.1 431"));
    }

    private TcpClient Call(string text)
    {
        var client = new TcpClient("127.0.0.1", _node.Address.Port);
        client.GetStream().Write(Encoding.ASCII.GetBytes(text));
        return client;
    }

    private async Task<bool> IsServedAsync()
    {
        try
        {
            return await _node.GetAsync("/healthz") == "ok\n";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static bool HasHungUp(TcpClient client) => client.Client.Poll(0, SelectMode.SelectRead);

    /// <summary>Waits until the node hangs up; returns what it said before.</summary>
    private static async Task<string> HungUpAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), leaveOpen: true);
        try
        {
            return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
