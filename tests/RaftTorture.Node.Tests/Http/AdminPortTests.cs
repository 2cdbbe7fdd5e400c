using System.Net;
using System.Text;
using RaftTorture.Kv.Api;

namespace RaftTorture.Node.Tests.Http;

/// <summary>The operators' port of a real node: nothing without the token, and words that are checked before anything is done.</summary>
public class AdminPortTests
{
    private TemporaryDirectory _directory = null!;
    private TestNode _node = null!;
    private Operator _operator = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _directory = new TemporaryDirectory();
        _operator = new Operator(_directory.Path);
        _node = _operator.Equip(TestNode.Cluster(1, _directory.Path)[0]);
        await _node.StartAsync();
        await Eventually.Async(async () => (await _node.StatusAsync()).Role == "leader", () => "no leader of one");
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _operator.Dispose();
        _node.Dispose();
        _directory.Dispose();
    }

    [TestCase(null)]
    [TestCase("Bearer")]
    [TestCase("Bearer open sesam")]
    [TestCase("Bearer open sesame!")]
    [TestCase("Basic open sesame")]
    public async Task Without_the_token_nothing_is_answered(string? authorization)
    {
        using var response = await AnswerToAsync(_node, authorization);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(response.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer"));
    }

    [Test]
    public async Task The_members_can_be_asked_for()
    {
        var members = await _operator.MembersAsync(_node);

        Assert.That(members.Leader, Is.EqualTo("n1"));
        Assert.That(members.Members, Is.EqualTo([new MemberDto("n1", "voter", "")]));
    }

    [TestCase("/members", "{\"change\":\"explode\",\"node\":\"n2\"}", "change must be")]
    [TestCase("/members", "{\"change\":\"remove\",\"node\":\"two\"}", "'two' is not a node id")]
    [TestCase("/members", "{\"change\":\"remove\",\"node\":\"n2\",\"address\":\"h:1\"}", "takes no address")]
    [TestCase("/members", "{\"change\":\"add-learner\",\"node\":\"n2\",\"address\":\"nowhere\"}", "HOST:PORT")]
    [TestCase("/members", "{\"change\":\"remove\"}", "node")]
    [TestCase("/transfer", "{\"target\":\"n2\"}", "target")]
    [TestCase("/transfer", "null", "null")]
    [TestCase("/snapshot", "", "no request")]
    public async Task Nonsense_is_refused_with_a_reason(string path, string body, string reason)
    {
        var reply = await AskAsync(path, body);

        Assert.That(reply, Is.InstanceOf<AdminReply.BadRequest>().With.Property("Reason").Contains(reason));
    }

    [TestCase("/members", "{\"change\":\"remove\",\"node\":\"n7\"}")]
    [TestCase("/members", "{\"change\":\"promote\",\"node\":\"n1\"}")]
    [TestCase("/transfer", "{\"to\":\"n7\"}")]
    public async Task What_makes_no_sense_for_this_cluster_is_refused_by_the_replica(string path, string body) =>
        Assert.That(await AskAsync(path, body), Is.InstanceOf<AdminReply.Refused>());

    [Test]
    public async Task A_token_may_come_in_a_variable()
    {
        using var node = TestNode.Cluster(1, Path.Combine(_directory.Path, "variable"))[0]
            .With("--admin-port", $"{TestNode.FreePorts(1)[0]}", "--admin-token-env", "OPERATORS_TOKEN");
        node.Environment["OPERATORS_TOKEN"] = Operator.Token;
        await node.StartAsync();

        Assert.That((await _operator.MembersAsync(node)).Members, Is.EqualTo([new MemberDto("n1", "voter", "")]));
        using var refusal = await AnswerToAsync(node, "Bearer another");
        Assert.That(refusal.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_variable_that_nobody_set_opens_no_port()
    {
        var (exitCode, error) = await TestNode.RunToEndAsync(
            [.. TestNode.Cluster(1, Path.Combine(_directory.Path, "unset"))[0].Arguments, "--admin-port", "1", "--admin-token-env", "NOBODY_SET_THIS"]);

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error, Does.Contain("NOBODY_SET_THIS holds no token"));
    }

    [Test]
    public async Task An_empty_token_opens_no_port()
    {
        var file = Path.Combine(_directory.Path, "empty");
        await File.WriteAllTextAsync(file, "\n");

        var (exitCode, error) = await TestNode.RunToEndAsync([.. _node.Arguments, "--data", Path.Combine(_directory.Path, "other"), "--admin-token-file", file]);

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error, Does.Contain(file).And.Contain("holds no token"));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "no Unix file modes")]
    public async Task A_token_that_others_can_read_is_warned_of() =>
        await Eventually.Async(() => Task.FromResult(_node.Output.Contains("others can read the admin token")), () => _node.Output);

    private static async Task<HttpResponseMessage> AnswerToAsync(TestNode node, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Operator.PathOf(node, "/members"));
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var stranger = new HttpClient();
        return await stranger.SendAsync(request);
    }

    private async Task<AdminReply> AskAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _operator.PostAsync(_node, path, content);
    }
}
