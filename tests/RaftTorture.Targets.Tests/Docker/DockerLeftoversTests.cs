using System.Net;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Runs;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Docker;

public sealed class DockerLeftoversTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Test]
    public async Task What_a_harness_left_that_was_killed_is_found_by_the_next_one_and_removed_with_a_sentence()
    {
        await RequireDocker.AsyncOnLinux();
        await using var image = await TinyImage.ImportAsync();
        using var directory = new TemporaryDirectory();
        var run = $"doomed-{Guid.NewGuid():n}";
        using var harness = await DoomedDocker.StartAsync(image.Name, run, directory.Path);
        var leftovers = new DockerLeftovers(image.Engine);
        Assert.That((await leftovers.FindAsync(None)).Select(each => each.RunId), Has.None.EqualTo(run), "its harness lives");

        harness.Kill();
        await harness.WaitForExitAsync();
        var left = (await leftovers.FindAsync(None)).Single(each => each.RunId == run);
        Assert.That((left.Containers.Count, left.Networks.Count, left.Volumes.Count), Is.EqualTo((2, 1, 2)));
        Assert.That(await leftovers.EndAsync(None), Has.One.EqualTo($"found 2 containers, 1 networks and 2 volumes of the dead run {run}: removed"));
        Assert.That((await leftovers.FindAsync(None)).Select(each => each.RunId), Has.None.EqualTo(run));
    }

    [Test]
    public async Task What_cannot_be_removed_does_not_keep_the_rest_from_it()
    {
        var (fake, engine) = await FakeEngine.ConnectAsync(line => line.Contains("/containers/stuck", StringComparison.Ordinal)
            ? FakeEngine.Json("""{"message":"device or resource busy"}""", HttpStatusCode.InternalServerError)
            : FakeEngine.Json("", HttpStatusCode.NotFound));
        await using var _ = fake;
        using var __ = engine;
        var run = new DeadRun("r", ["stuck", "c"], ["n"], ["v"]);
        Assert.That(() => DockerLeftovers.RemoveAsync(engine, run, None), Throws.TypeOf<EngineException>().With.Message.EqualTo("device or resource busy"));
        Assert.That(fake.Requests.Select(each => each.Line), Is.SupersetOf(new[] { "DELETE /v1.41/networks/n", "DELETE /v1.41/volumes/v" }));
    }

    [Test]
    public async Task Two_that_find_the_same_dead_run_at_the_same_moment_both_see_it_gone()
    {
        await RequireDocker.AsyncOnLinux();
        await using var image = await TinyImage.ImportAsync();
        using var directory = new TemporaryDirectory();
        var run = $"doomed-{Guid.NewGuid():n}";
        using (var harness = await DoomedDocker.StartAsync(image.Name, run, directory.Path))
        {
            harness.Kill();
            await harness.WaitForExitAsync();
        }

        var left = (await new DockerLeftovers(image.Engine).FindAsync(None)).Single(each => each.RunId == run);
        await Task.WhenAll(DockerLeftovers.RemoveAsync(image.Engine, left, None), DockerLeftovers.RemoveAsync(image.Engine, left, None));
        Assert.That((await new DockerLeftovers(image.Engine).FindAsync(None)).Select(each => each.RunId), Has.None.EqualTo(run));
    }

    [Test]
    public void An_identity_is_read_back_from_its_label() =>
        Assert.That(HarnessIdentity.Parse(HarnessIdentity.Own.ToString()), Is.EqualTo(HarnessIdentity.Own));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("somebody else's label")]
    [TestCase("boot:many:5")]
    public void A_label_that_no_harness_wrote_names_nobody(string? label) => Assert.That(HarnessIdentity.Parse(label), Is.Null);

    [Test]
    public void A_harness_of_another_machine_or_of_a_container_is_never_called_dead()
    {
        var gone = new ProcessIdentity(int.MaxValue, "1");
        Assert.That(new HarnessIdentity("another boot", gone).IsDead, Is.False);
        Assert.That(new HarnessIdentity(HarnessIdentity.Own.Machine, gone).IsDead, Is.True);
        Assert.That(HarnessIdentity.Own.IsDead, Is.False);
    }

    [TestCase("20261121T073205.576Z-17", "rt-20261121t073205-576z-17-")]
    [TestCase("a/b c", "rt-a-b-c-")]
    public void Names_begin_with_what_a_name_can_hold_of_the_runs_id(string run, string prefix) =>
        Assert.That(RunLabels.OfOwn(run).Prefix, Does.StartWith(prefix));
}
