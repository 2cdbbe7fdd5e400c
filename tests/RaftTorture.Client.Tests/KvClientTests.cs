using System.Net;
using RaftTorture.Kv;
using RaftTorture.Kv.Api;

namespace RaftTorture.Client.Tests;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KvClientTests : IDisposable
{
    private static readonly KvCommand Put = new KvCommand.Put("k", "v");
    private static readonly KvClientOptions Impatient = new() { AttemptTimeout = TimeSpan.FromMilliseconds(50) };

    private readonly FakeNodes nodes = new();
    private readonly HttpClient http;

    public KvClientTests() => http = new HttpClient(nodes);

    [Test]
    public async Task A_follower_leads_the_client_to_the_leader()
    {
        nodes.Answer("n1", new KvReply.NotLeader("n3", "http://elsewhere.test/kv"));
        nodes.Answer("n3", new KvReply.Ok("v"));

        Assert.That(await Execute(new KvCommand.Get("k")), Is.EqualTo(new KvOutcome.Done(new KvResult.Done("v"))));
        Assert.That(nodes.Arrived.Select(request => request.Node), Is.EqualTo(new[] { "n1", "n3" }), "and only to addresses of its own");
    }

    [Test]
    public async Task A_node_that_hangs_is_left_for_the_next_and_the_retry_is_the_same_request()
    {
        nodes.Hang("n1");
        nodes.Answer("n2", new KvReply.Ok(null));

        Assert.That(await Execute(Put), Is.EqualTo(new KvOutcome.Done(new KvResult.Done(null))));
        Assert.That(nodes.Arrived[1].Request, Is.EqualTo(nodes.Arrived[0].Request));
    }

    [TestCase(HttpRequestError.ConnectionError)]
    [TestCase(HttpRequestError.NameResolutionError)]
    public async Task A_write_that_was_never_sent_has_failed(HttpRequestError error)
    {
        Everywhere(node => nodes.Fail(node, error));

        Assert.That(await ExecuteUntilAllWereAsked(Put), Is.TypeOf<KvOutcome.Failed>());
    }

    [TestCase(HttpRequestError.ResponseEnded)]
    [TestCase(HttpRequestError.InvalidResponse)]
    [TestCase(HttpRequestError.Unknown)]
    public async Task A_write_that_may_have_been_sent_is_unknown(HttpRequestError error)
    {
        Everywhere(node => nodes.Fail(node, error));

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
        Everywhere(node => nodes.Say(node, status, body));

        Assert.That(await ExecuteUntilAllWereAsked(Put), Is.TypeOf<KvOutcome.Unknown>());
    }

    [Test]
    public async Task A_deadline_in_the_middle_of_a_write_leaves_it_unknown()
    {
        nodes.Hang("n1");
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
        Assert.That(nodes.Arrived, Is.Empty);
    }

    [Test]
    public async Task A_client_goes_on_after_an_unknown_end_with_a_new_number()
    {
        nodes.Hang("n1");
        var client = Client(KvClientOptions.Default);
        using var deadline = new CancellationTokenSource();
        var lost = client.ExecuteAsync(Put, deadline.Token);
        await deadline.CancelAsync();
        await lost;

        nodes.Answer("n1", new KvReply.Ok(null));

        Assert.That(await client.ExecuteAsync(Put, CancellationToken.None), Is.TypeOf<KvOutcome.Done>());
        Assert.That(nodes.Arrived.Select(request => request.Request.Sequence), Is.EqualTo(new[] { 1, 2 }));
    }

    public void Dispose()
    {
        http.Dispose();
        nodes.Dispose();
    }

    private static void Everywhere(Action<string> how)
    {
        foreach (var node in FakeNodes.Addresses.Keys)
            how(node);
    }

    private KvClient Client(KvClientOptions options) => new(http, FakeNodes.Addresses, home: "n1", "c-1", seed: 1, options);

    private Task<KvOutcome> Execute(KvCommand command) => Client(Impatient).ExecuteAsync(command, CancellationToken.None);

    /// <summary>Once every node has had its turn they call the command nonsense. That ends it, and the end tells whether an attempt is in doubt.</summary>
    private Task<KvOutcome> ExecuteUntilAllWereAsked(KvCommand command)
    {
        nodes.OnArrival = () =>
        {
            if (nodes.Arrived.Count > FakeNodes.Addresses.Count)
                Everywhere(node => nodes.Answer(node, new KvReply.BadRequest("enough")));
        };
        return Execute(command);
    }
}
