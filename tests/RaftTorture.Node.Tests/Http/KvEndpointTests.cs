using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RaftTorture.Kv;
using RaftTorture.Kv.Api;
using RaftTorture.Node.Http;
using RaftTorture.Node.Peers;
using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Node.Tests.Http;

/// <summary>Between a request's body and the replica: the test is the replica, and answers what it likes.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KvEndpointTests : IAsyncDisposable
{
    private const long TtlMs = 4711;

    private readonly CalmLog _log = new(_ => { }, TimeSpan.FromHours(1));
    private readonly PeerLinks _links;
    private readonly NodeOutbox _outbox;
    private readonly DefaultHttpContext _http = new();
    private readonly MemoryStream _answer = new();

    public KvEndpointTests()
    {
        var self = new NodeId(1);
        _links = new PeerLinks(self, new Dictionary<NodeId, DnsEndPoint>(), (_, _) => throw new InvalidOperationException("no peers here"), _log);
        _outbox = new NodeOutbox(self, _links, _log);
        _http.Response.Body = _answer;
    }

    [Test]
    public async Task A_node_with_too_many_requests_says_that_it_certainly_did_nothing()
    {
        Assert.That(await AskAsync(new Inbox(0, maxRequests: 0), """{"op":"put","key":"k","value":"v"}"""), Is.InstanceOf<KvReply.Overloaded>());
        Assert.That(_http.Response.StatusCode, Is.EqualTo(429));
    }

    [Test]
    public async Task A_leader_that_refuses_is_overloaded_and_its_reason_reaches_the_client()
    {
        Assert.That(await AskAsync(new ClientAnswer.Refused("too many bytes wait")), Is.EqualTo(new KvReply.Overloaded("too many bytes wait")));
    }

    [Test]
    public async Task An_answer_says_how_long_it_is()
    {
        await AskAsync(new ClientAnswer.Done(new KvResult.Done("Zürich")));

        Assert.That(_http.Response.ContentLength, Is.EqualTo(_answer.Length));
    }

    [Test]
    public async Task A_session_lives_as_long_as_the_node_that_opens_it_is_told()
    {
        var inbox = new Inbox(0, maxRequests: 1);
        var asked = AskAsync(inbox, """{"op":"open"}""");

        Assert.That(inbox.Take(0).Requests, Is.EqualTo(new[] { new ClientRequest.Write(1, new LogCommand.OpenSession(TtlMs)) }));
        _outbox.Answer(1, new ClientAnswer.Done(new KvResult.SessionOpened(9)));
        Assert.That(await asked, Is.EqualTo(new KvReply.Opened(9)));
    }

    public async ValueTask DisposeAsync()
    {
        await _links.DisposeAsync();
        _log.Dispose();
        await _answer.DisposeAsync();
    }

    private async Task<KvReply> AskAsync(ClientAnswer answer)
    {
        var asked = AskAsync(new Inbox(0, maxRequests: 1), """{"op":"put","key":"k","value":"v"}""");
        _outbox.Answer(1, answer);
        return await asked;
    }

    private async Task<KvReply> AskAsync(Inbox inbox, string body)
    {
        _http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        await new KvEndpoint(inbox, _outbox, new Dictionary<NodeId, Uri>(), TtlMs).HandleAsync(_http);
        return JsonSerializer.Deserialize(_answer.ToArray(), KvJson.Default.KvReply)!;
    }
}
