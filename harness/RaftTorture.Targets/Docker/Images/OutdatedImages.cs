using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Engine.Values;
using RaftTorture.Targets.Docker.Runs;

namespace RaftTorture.Targets.Docker.Images;

/// <summary>Finds images of a <see cref="ImageShop"/> of whose kind there is a newer one, and removes them.</summary>
/// <remarks>
/// An image that people built upon one of ours has its label, too: only what is also named as ours is ours. While there is a run, nothing is
/// removed: between two lives of its nodes no container tells that it needs theirs.
/// </remarks>
internal sealed class OutdatedImages(ContainerEngine engine)
{
    /// <returns>A sentence that says what was removed, or why nothing was.</returns>
    public async Task<string> EndAsync(CancellationToken cancellation)
    {
        var containers = await engine.Containers.ListAsync(cancellation);
        if (containers.Any(each => each.Labels?.ContainsKey(RunLabels.RunLabel) is true))
            return "images were left alone: there are containers of a run that may need them";
        var used = containers.Select(each => each.ImageID).ToHashSet();
        var removed = new List<string>();
        foreach (var image in Outdated(await engine.Images.ListAsync(ImageShop.Label, cancellation)).Where(image => !used.Contains(image.Id)))
        {
            if (await RemoveAsync(image, cancellation))
                removed.Add(KindOf(image));
        }

        return Words(removed);
    }

    /// <summary>The latest made first: one that stands upon another goes before that.</summary>
    private static IEnumerable<ImageSummary> Outdated(IReadOnlyList<ImageSummary> images) => images
        .Where(IsOurs)
        .GroupBy(KindOf)
        .SelectMany(kind => NewestFirst(kind).Skip(1))
        .OrderByDescending(image => image.Created);

    private static IEnumerable<ImageSummary> NewestFirst(IEnumerable<ImageSummary> images) =>
        images.OrderByDescending(image => image.Created).ThenBy(image => image.Id, StringComparer.Ordinal);

    private static bool IsOurs(ImageSummary image) =>
        image.RepoTags is { Count: > 0 } names && names.All(name => name.StartsWith($"{ImageShop.Prefix}{KindOf(image)}:", StringComparison.Ordinal));

    private static string KindOf(ImageSummary image) => image.Labels?.GetValueOrDefault(ImageShop.Label) ?? "";

    /// <returns>False if somebody has begun to use it, or was faster.</returns>
    private async Task<bool> RemoveAsync(ImageSummary image, CancellationToken cancellation)
    {
        try
        {
            foreach (var name in image.RepoTags!)
                await engine.Images.UntagAsync(name, cancellation);
            return true;
        }
        catch (EngineException kept) when (kept.IsConflict || kept.IsNotFound)
        {
            return false;
        }
    }

    private static string Words(List<string> removed) => removed.Count == 0
        ? "no image was outdated"
        : $"removed {removed.Count} images of which there are newer ones: "
            + string.Join(", ", removed.CountBy(kind => kind).OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{kind.Value} {ImageShop.Prefix}{kind.Key}"));
}
