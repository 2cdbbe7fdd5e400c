using System.Net;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Engine.Transport;
using RaftTorture.Targets.Docker.Engine.Values;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Docker;

/// <summary>The client against an engine that says what no engine should.</summary>
public sealed class EngineClientTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [TestCase("1.41", "1.12", "/v1.41")]
    [TestCase("1.52", "1.40", "/v1.44")]
    [TestCase("1.60", "1.50", "/v1.50")]
    [TestCase("1.40", null, "/v1.40")]
    public void The_newest_version_that_both_sides_know_is_spoken(string newest, string? least, string spoken) =>
        Assert.That(ApiVersion.Agree(new EngineVersion { ApiVersion = newest, MinApiVersion = least }), Is.EqualTo(spoken));

    [TestCase("1.39", "1.40 is needed")]
    [TestCase("", "is no container engine")]
    public void An_engine_that_is_too_old_or_none_is_refused(string version, string why) =>
        Assert.That(() => ApiVersion.Agree(new EngineVersion { ApiVersion = version }), Throws.TypeOf<EngineException>().With.Message.Contains(why));

    [Test]
    public void Where_no_engine_answers_the_message_says_where_and_what_to_do()
    {
        var failure = Assert.ThrowsAsync<EngineException>(() => ContainerEngine.ConnectAsync(EngineAddress.Parse("unix:///nowhere/docker.sock"), None))!;
        Assert.That(failure.Message, Does.Contain("unix:///nowhere/docker.sock").And.Contain("DOCKER_HOST").And.Not.Contain("\n"));
    }

    [TestCase("npipe:////./pipe/docker_engine", "named pipes")]
    [TestCase("ssh://somebody@somewhere", "ssh -L")]
    [TestCase("ftp://somewhere", "only unix")]
    [TestCase("docker", "is not an address")]
    public void An_address_of_a_kind_that_is_not_supported_is_refused(string host, string why) =>
        Assert.That(() => EngineAddress.Parse(host), Throws.TypeOf<EngineException>().With.Message.Contains(why));

    [TestCase("tcp://build:2375", 2375)]
    [TestCase("tcp://build", 2375)]
    [TestCase("http://build:80", 80)]
    public void An_address_over_the_network_has_a_port(string host, int port) =>
        Assert.That(((DnsEndPoint)EngineAddress.Parse(host).EndPoint).Port, Is.EqualTo(port));

    [Test]
    public async Task A_refusal_is_told_in_the_engines_words_on_one_line()
    {
        var (fake, engine) = await FakeEngine.ConnectAsync(_ => FakeEngine.Json("""{"message":"no such\n container"}""", HttpStatusCode.NotFound));
        await using var _ = fake;
        using var __ = engine;
        var refusal = Assert.ThrowsAsync<EngineException>(() => engine.Containers.InspectAsync("x", None))!;
        Assert.That(refusal, Has.Message.EqualTo("no such container").And.Property("IsNotFound").True);
    }

    [TestCase("<html>bad gateway</html>")]
    [TestCase("")]
    [TestCase("[1,2")]
    public async Task A_refusal_without_a_message_is_a_refusal_too(string body)
    {
        var (fake, engine) = await FakeEngine.ConnectAsync(_ => FakeEngine.Json(body, HttpStatusCode.BadGateway));
        await using var _ = fake;
        using var __ = engine;
        Assert.That(() => engine.Containers.InspectAsync("x", None), Throws.TypeOf<EngineException>().With.Message.Contains("502"));
    }

    [TestCase("null")]
    [TestCase("{\"State\":")]
    [TestCase("{\"State\":{\"Pid\":\"many\"}}")]
    public async Task An_answer_that_is_not_what_was_asked_for_is_an_error_of_the_engine(string body)
    {
        var (fake, engine) = await FakeEngine.ConnectAsync(_ => FakeEngine.Json(body));
        await using var _ = fake;
        using var __ = engine;
        Assert.That(() => engine.Containers.InspectAsync("x", None), Throws.TypeOf<EngineException>().With.Message.Contains("cannot be read"));
    }

    [Test]
    public async Task What_is_already_so_and_what_is_already_gone_are_no_errors()
    {
        var (fake, engine) = await FakeEngine.ConnectAsync(line => FakeEngine.Json("{}", line.StartsWith("DELETE", StringComparison.Ordinal) ? HttpStatusCode.NotFound : HttpStatusCode.NotModified));
        await using var _ = fake;
        using var __ = engine;
        await engine.Containers.StartAsync("x", None);
        await engine.Containers.RemoveAsync("x", None);
        await engine.Networks.RemoveAsync("x", None);
        await engine.Volumes.RemoveAsync("x", None);
        Assert.That(fake.Requests.Select(each => each.Line), Has.One.EqualTo("DELETE /v1.41/containers/x?force=1&v=1"));
    }

    /// <summary>So it is with the helper container, which the engine removes by itself when its harness dies.</summary>
    [Test]
    public async Task What_somebody_else_is_removing_is_waited_for()
    {
        var asked = 0;
        var (fake, engine) = await FakeEngine.ConnectAsync(_ => ++asked switch
        {
            <= 3 => FakeEngine.Json("""{"message":"removal of container x is already in progress"}""", HttpStatusCode.Conflict),
            _ => FakeEngine.Json("", HttpStatusCode.NotFound),
        });
        await using var _ = fake;
        using var __ = engine;
        await engine.Containers.RemoveAsync("x", None);
        Assert.That(asked, Is.EqualTo(4));
    }

    [Test]
    public async Task A_network_and_a_volume_that_are_just_being_let_go_of_are_asked_for_again()
    {
        var refusals = new Queue<HttpStatusCode>([HttpStatusCode.Forbidden, HttpStatusCode.NoContent, HttpStatusCode.Conflict, HttpStatusCode.NoContent]);
        var (fake, engine) = await FakeEngine.ConnectAsync(_ => FakeEngine.Json("", refusals.Dequeue()));
        await using var _ = fake;
        using var __ = engine;
        await engine.Networks.RemoveAsync("x", None);
        await engine.Volumes.RemoveAsync("x", None);
        Assert.That(refusals, Is.Empty);
    }

    [Test]
    public async Task A_refusal_for_good_is_told_at_once()
    {
        var (fake, engine) = await FakeEngine.ConnectAsync(_ => FakeEngine.Json("""{"message":"no"}""", HttpStatusCode.InternalServerError));
        await using var _ = fake;
        using var __ = engine;
        Assert.That(() => engine.Volumes.RemoveAsync("x", None), Throws.TypeOf<EngineException>().With.Message.EqualTo("no"));
    }

    [Test]
    public async Task A_build_that_fails_after_the_head_of_the_answer_fails()
    {
        const string lines = "{\"stream\":\"Step 1/4 : FROM x\\n\"}\n{\"errorDetail\":{\"message\":\"no such host\"},\"error\":\"no such host\"}\n";
        var (fake, engine) = await FakeEngine.ConnectAsync(_ => FakeEngine.Json(lines));
        await using var _ = fake;
        using var __ = engine;
        Assert.That(() => engine.Images.BuildAsync(new ImageBuild("x:1"), Stream.Null, None), Throws.TypeOf<EngineException>().With.Message.EqualTo("no such host"));
    }

    [Test]
    public async Task A_container_is_described_without_what_is_left_to_the_engine()
    {
        var (fake, engine) = await FakeEngine.ConnectAsync(_ => FakeEngine.Json("""{"Id":"abc","Warnings":null}""", HttpStatusCode.Created));
        await using var _ = fake;
        using var __ = engine;
        var spec = new ContainerSpec { Image = "i", Cmd = ["a", "b c"], HostConfig = new HostSpec { RestartPolicy = RestartPolicySpec.Never } };
        Assert.That(await engine.Containers.CreateAsync("n", spec, None), Is.EqualTo("abc"));
        Assert.That(fake.Requests[^1], Is.EqualTo(("POST /v1.41/containers/create?name=n", """{"Image":"i","Cmd":["a","b c"],"HostConfig":{"RestartPolicy":{"Name":"no"}}}""")));
    }

    [Test]
    public async Task A_stream_of_a_program_that_breaks_off_is_an_error_not_an_end()
    {
        var (fake, engine) = await FakeEngine.ConnectAsync(line =>
            line.EndsWith("/start", StringComparison.Ordinal) ? FakeEngine.Hijacked([.. FakeEngine.Frame(1, "whole"), 1, 0, 0, 0, 0, 0, 0, 9, (byte)'h'])
            : FakeEngine.Json("""{"Id":"e"}""", HttpStatusCode.Created));
        await using var _ = fake;
        using var __ = engine;
        Assert.That(() => engine.Execs.RunAsync("x", ["y"], null, None), Throws.TypeOf<EngineException>().With.Message.Contains("broke"));
    }

    [Test]
    public async Task Events_are_read_line_by_line_and_one_that_is_none_is_an_error()
    {
        var (fake, engine) = await FakeEngine.ConnectAsync(_ => FakeEngine.Json("{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":{\"ID\":\"a\"}}\n\nnonsense\n"));
        await using var _ = fake;
        using var __ = engine;
        await using var events = engine.Events.FollowAsync("l", None).GetAsyncEnumerator(None);
        Assert.That(await events.MoveNextAsync(), Is.True);
        Assert.That(events.Current, Has.Property("Action").EqualTo("die"));
        Assert.That(async () => await events.MoveNextAsync(), Throws.TypeOf<EngineException>());
    }
}
