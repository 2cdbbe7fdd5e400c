using System.Net;
using RaftTorture.Targets.Docker.Nodes;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Docker;

/// <summary>How a life ended, from an engine that may not know it any more.</summary>
[Platform(Exclude = "Win")]
public sealed class DockerLifeTests
{
    private const string Container = "0123456789abcdef";

    [TestCase("""{"StatusCode":134}""", HttpStatusCode.OK, 134, false)]
    [TestCase("""{"message":"No such container"}""", HttpStatusCode.NotFound, -1, null)]
    public async Task What_the_engine_said_of_its_end_stays_said_when_the_container_is_gone(string end, HttpStatusCode status, int code, bool? ranOutOfMemory)
    {
        var (fake, engine) = await FakeEngine.ConnectAsync(line => line.EndsWith("/wait", StringComparison.Ordinal)
            ? FakeEngine.Json(end, status)
            : FakeEngine.Json("""{"message":"No such container"}""", HttpStatusCode.NotFound));
        using var directory = new TemporaryDirectory();
        using var log = new NodeLog(Path.Combine(directory.Path, "node.log"));
        var life = new DockerLife(engine, Container, 1_000_000_000, log, CancellationToken.None);
        Assert.That((await life.Ended.WaitAsync(TimeSpan.FromSeconds(30)), life.RanOutOfMemory), Is.EqualTo((code, ranOutOfMemory)));
        engine.Dispose();
        await fake.DisposeAsync();
    }
}
