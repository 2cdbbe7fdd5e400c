using System.Net;
using RaftTorture.Kv;
using RaftTorture.Kv.Api;

namespace RaftTorture.Client.Tests;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KvClientTests : IDisposable
{
    private static readonly KvCommand Put = new KvCommand.Put("k", "v");
    private static readonly KvClientOptions Impatient = new() { AttemptTimeout = TimeSpan.FromMilliseconds(50) };

    private readonly FakeNodes _nodes = new();
    private readonly HttpClient _http;

    public KvClientTests() => _http = new HttpClient(_nodes);

    [Test]
    public async Task A_follower_leads_the_client_to_the_leader()
    {
        _nodes.Answer("n1", new KvReply.NotLeader("n3", "http://elsewhere.test/kv"));
        _nodes.Answer("n3", new KvReply.Ok("v"));

        Assert.That(await Execute(new KvCommand.Get("k")), Is.EqualTo(new KvOutcome.Done(new KvResult.Done("v"))));
        Assert.That(_nodes.Arrived.Select(request => request.Node), Is.EqualTo(new[] { "n1", "n3" }), "and only to addresses of its own");
    }

    [Test]
    public async Task A_node_that_hangs_is_left_for_the_next_and_the_retry_is_the_same_request()
    {
        _nodes.Hang("n1");
        _nodes.Answer("n2", new KvReply.Ok(null));

        Assert.That(await Execute(Put), Is.EqualTo(new KvOutcome.Done(new KvResult.Done(null))));
        Assert.That(_nodes.Arrived.Select(request => request.Node), Is.EqualTo(new[] { "n1", "n1", "n2" }), "to open, to write, to write again");
        Assert.That(_nodes.Arrived[2].Request, Is.EqualTo(_nodes.Arrived[1].Request));
    }

    [TestCase(HttpRequestError.ConnectionError)]
    [TestCase(HttpRequestError.NameResolutionError)]
    public async Task A_write_that_was_never_sent_has_failed(HttpRequestError error)
    {
        Everywhere(node => _nodes.Fail(node, error));

        Assert.That(await ExecuteUntilAllWereAsked(Put), Is.TypeOf<KvOutcome.Failed>());
    }

    [TestCase(HttpRequestError.ResponseEnded)]
    [TestCase(HttpRequestError.InvalidResponse)]
    [TestCase(HttpRequestError.Unknown)]
    public async Task A_write_that_may_have_been_sent_is_unknown(HttpRequestError error)
    {
        Everywhere(node => _nodes.Fail(node, error));

        Assert.That(await ExecuteUntilAllWereAsked(Put), Is.TypeOf<KvOutcome.Unknown>());
    }

    [TestCase(HttpStatusCode.InternalServerError, "")]
    [TestCase(HttpStatusCode.ServiceUnavailable, "<html>a proxy speaks</html>")]
    [TestCase(HttpStatusCode.OK, "null")]
    [TestCase(HttpStatusCode.OK, "{}")]
    [TestCase(HttpStatusCode.OK, """{"status":"ok"}""")]
    [TestCase(HttpStatusCode.OK, """{"status":"ok","value":""")]
    public async Task An_answer_that_makes_no_sense_is_no_answer(HttpStatusCode status, string body)
    {
        Everywhere(node => _nodes.Say(node, status, body));

        Assert.That(await ExecuteUntilAllWereAsked(Put), Is.TypeOf<KvOutcome.Unknown>());
    }

    [Test]
    public async Task A_deadline_in_the_middle_of_a_write_leaves_it_unknown()
    {
        _nodes.Hang("n1");
        using var deadline = new CancellationTokenSource();

        var open = Client(KvClientOptions.Default).ExecuteAsync(Put, deadline.Token);
        await deadline.CancelAsync();

        Assert.That(await open, Is.TypeOf<KvOutcome.Unknown>());
    }

    [Test]
    public async Task A_deadline_that_has_passed_already_sends_nothing()
    {
        var outcome = await Client(Impatient).ExecuteAsync(Put, new CancellationToken(canceled: true));

        Assert.That(outcome, Is.TypeOf<KvOutcome.Failed>());
        Assert.That(_nodes.Arrived, Is.Empty);
    }

    [Test]
    public async Task A_client_goes_on_after_an_unknown_end_with_a_new_number()
    {
        _nodes.Hang("n1");
        var client = Client(KvClientOptions.Default);
        using var deadline = new CancellationTokenSource();
        var lost = client.ExecuteAsync(Put, deadline.Token);
        await deadline.CancelAsync();
        await lost;

        _nodes.Answer("n1", new KvReply.Ok(null));

        Assert.That(await client.ExecuteAsync(Put, CancellationToken.None), Is.TypeOf<KvOutcome.Done>());
        Assert.That(_nodes.Arrived.Select(request => request.Request.Sequence), Is.EqualTo(new long?[] { null, 1, 2 }));
    }

    [Test]
    public async Task Closing_gives_the_session_back_and_without_one_asks_nobody()
    {
        _nodes.Answer("n1", new KvReply.Ok(null));
        var client = Client(Impatient);

        await client.CloseAsync(CancellationToken.None);
        Assert.That(_nodes.Arrived, Is.Empty);

        await client.ExecuteAsync(Put, CancellationToken.None);
        Assert.That(await client.CloseAsync(CancellationToken.None), Is.TypeOf<KvOutcome.Done>());
        Assert.That(_nodes.Arrived[^1].Request, Is.EqualTo(KvRequest.Close(FakeNodes.Session)));
    }

    public void Dispose()
    {
        _http.Dispose();
        _nodes.Dispose();
    }

    private static void Everywhere(Action<string> how)
    {
        foreach (var node in FakeNodes.Addresses.Keys)
            how(node);
    }

    private KvClient Client(KvClientOptions options) => new(_http, FakeNodes.Addresses, home: "n1", seed: 1, options);

    private Task<KvOutcome> Execute(KvCommand command) => Client(Impatient).ExecuteAsync(command, CancellationToken.None);

    /// <summary>Once every node has had its turn they call the command nonsense. That ends it, and the end tells whether an attempt is in doubt.</summary>
    private Task<KvOutcome> ExecuteUntilAllWereAsked(KvCommand command)
    {
        _nodes.OnArrival = () =>
        {
            if (_nodes.Arrived.Count(arrived => arrived.Request.Op != KvOp.Open) > FakeNodes.Addresses.Count)
                Everywhere(node => _nodes.Answer(node, new KvReply.BadRequest("enough")));
        };
        return Execute(command);
    }
}
