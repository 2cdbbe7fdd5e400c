using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Networks;
using RaftTorture.Targets.Docker.Runs;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Docker.Networks;

/// <summary>What a network of a cluster is asked for.</summary>
public sealed class ClusterNetworkTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [TestCase("Engine", false, true)]
    [TestCase("Engine", true, false)]
    [TestCase("Podman Engine", false, false)]
    public async Task It_has_a_way_out_only_where_nodes_could_not_be_reached_otherwise(string component, bool isPublished, bool isInternal)
    {
        await using var fake = new FakeEngine(line => FakeEngine.Json(line == "GET /version"
            ? $$"""{"ApiVersion":"1.41","MinAPIVersion":"1.12","Components":[{"Name":"{{component}}"}]}"""
            : """{"Id":"1"}"""));
        using var engine = await ContainerEngine.ConnectAsync(fake.Address, None);
        Reach reach = isPublished ? new Reach.Published("build", "0.0.0.0") : new Reach.Direct();
        await ClusterNetwork.CreateAsync(engine, reach, RunLabels.OfOwn("test"), None);
        Assert.That(fake.Requests[^1].Body, Does.Contain($"\"Internal\":{(isInternal ? "true" : "false")}"));
    }
}
