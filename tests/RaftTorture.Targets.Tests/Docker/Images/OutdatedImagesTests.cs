using System.Net;
using RaftTorture.Targets.Docker.Images;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Docker.Images;

public sealed class OutdatedImagesTests
{
    private const string Nobody = "[]";

    [Test]
    public async Task Of_each_kind_the_newest_stays_and_the_others_go_with_a_sentence() => Assert.That(
        await EndAsync(Nobody, Image("node", "old", 1), Image("node", "older", 0), Image("node", "new", 2), Image("tools", "only", 0)),
        Is.EqualTo(("removed 2 images of which there are newer ones: 2 rafttorture/node", "rafttorture/node:old rafttorture/node:older")));

    [Test]
    public async Task One_that_stands_upon_another_goes_before_it() => Assert.That(
        (await EndAsync(Nobody, Image("tools", "a", 1), Image("helper", "a", 2), Image("tools", "b", 3), Image("helper", "b", 4))).Removed,
        Is.EqualTo("rafttorture/helper:a rafttorture/tools:a"));

    [Test]
    public async Task What_a_container_uses_stays() => Assert.That(
        await EndAsync("""[{"Id":"c","ImageID":"sha-node-old"}]""", Image("node", "old", 1), Image("node", "new", 2)),
        Is.EqualTo(("no image was outdated", "")));

    [Test]
    public async Task While_there_is_a_run_all_stay() => Assert.That(
        await EndAsync("""[{"Id":"c","Labels":{"rafttorture.run":"r"}}]""", Image("node", "old", 1), Image("node", "new", 2)),
        Is.EqualTo(("images were left alone: there are containers of a run that may need them", "")));

    [Test]
    public async Task What_people_built_upon_one_of_ours_is_theirs_though_it_has_its_label() => Assert.That(
        await EndAsync(Nobody, Image("dotnet", "10.0", 3), Image("dotnet", "x", 1, "people/store:1"), Image("dotnet", "y", 0, "rafttorture/node:latest")),
        Is.EqualTo(("no image was outdated", "")));

    [Test]
    public async Task What_the_engine_keeps_is_not_called_removed()
    {
        var (said, _) = await EndAsync(Nobody, HttpStatusCode.Conflict, Image("node", "old", 1), Image("node", "new", 2));
        Assert.That(said, Is.EqualTo("no image was outdated"));
    }

    private static Task<(string Said, string Removed)> EndAsync(string containers, params string[] images) => EndAsync(containers, HttpStatusCode.OK, images);

    private static async Task<(string Said, string Removed)> EndAsync(string containers, HttpStatusCode removal, params string[] images)
    {
        const string removing = "DELETE /v1.41/images/";
        var (fake, engine) = await FakeEngine.ConnectAsync(line =>
            line.StartsWith(removing, StringComparison.Ordinal) ? FakeEngine.Json("""{"message":"said"}""", removal)
            : FakeEngine.Json(line.Contains("/images/json", StringComparison.Ordinal) ? $"[{string.Join(',', images)}]" : containers));
        await using var _ = fake;
        using var __ = engine;
        var said = await new OutdatedImages(engine).EndAsync(CancellationToken.None);
        return (said, string.Join(' ', fake.Requests.Where(each => each.Line.StartsWith(removing, StringComparison.Ordinal)).Select(each => each.Line[removing.Length..])));
    }

    private static string Image(string kind, string tag, int created, string? name = null) =>
        $$"""{"Id":"sha-{{kind}}-{{tag}}","Created":{{created}},"Labels":{"rafttorture.image":"{{kind}}"},"RepoTags":["{{name ?? $"rafttorture/{kind}:{tag}"}}"]}""";
}
