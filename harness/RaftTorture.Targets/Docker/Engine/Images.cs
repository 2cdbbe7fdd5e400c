using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text.Json;
using RaftTorture.Targets.Docker.Engine.Transport;
using RaftTorture.Targets.Docker.Engine.Values;

namespace RaftTorture.Targets.Docker.Engine;

/// <summary>Images, each named by its id or its <c>name:tag</c>. Every call throws <see cref="EngineException"/> where the engine refuses.</summary>
internal sealed class Images(EngineHttp http)
{
    private static readonly MediaTypeHeaderValue Tar = new("application/x-tar");

    public async Task<IReadOnlyList<ImageSummary>> ListAsync(string label, CancellationToken cancellation) =>
        await http.GetAsync(EnginePath.Of("/images/json", ("filters", Filters.ByLabel(label))), EngineJson.Default.ListImageSummary, cancellation);

    /// <summary>An image, or null if there is none of that name on the engine.</summary>
    public async Task<ImageDetails?> FindAsync(string image, CancellationToken cancellation)
    {
        try
        {
            return await http.GetAsync($"/images/{EnginePath.Escape(image)}/json", EngineJson.Default.ImageDetails, cancellation);
        }
        catch (EngineException none) when (none.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>Makes an image of one layer from a file system.</summary>
    /// <param name="name">Such as <c>rafttorture/dotnet</c>.</param>
    /// <param name="tag">Such as <c>10.0</c>.</param>
    /// <param name="rootfs">The file system as a tar.</param>
    /// <param name="changes">Instructions of a Dockerfile, such as <c>ENV PATH=/bin</c>.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task ImportAsync(string name, string tag, Stream rootfs, ImmutableArray<string> changes, CancellationToken cancellation)
    {
        var query = EnginePath.Of("/images/create", ("fromSrc", "-"), ("repo", name), ("tag", tag));
        var all = string.Concat(changes.Select(change => $"&changes={Uri.EscapeDataString(change)}"));
        await RunAsync(query + all, rootfs, cancellation);
        // Podman pays no heed to the tag.
        if (await FindAsync($"{name}:{tag}", cancellation) is null)
            await TagAsync($"{name}:latest", name, tag, cancellation);
    }

    /// <summary>Fetches an image from its registry.</summary>
    public async Task PullAsync(string name, string tag, CancellationToken cancellation) =>
        await RunAsync(EnginePath.Of("/images/create", ("fromImage", name), ("tag", tag)), Stream.Null, cancellation);

    /// <summary>Builds an image from a tar with a <c>Dockerfile</c> in it.</summary>
    /// <returns>What was said meanwhile, line by line.</returns>
    public Task<IReadOnlyList<string>> BuildAsync(ImageBuild build, Stream context, CancellationToken cancellation)
    {
        var arguments = JsonSerializer.Serialize(new SortedDictionary<string, string>(build.Arguments), EngineJson.Default.BuildArguments);
        var labels = JsonSerializer.Serialize(new SortedDictionary<string, string>(build.Labels), EngineJson.Default.BuildArguments);
        return RunAsync(
            EnginePath.Of("/build", ("t", build.Name), ("dockerfile", build.Dockerfile), ("buildargs", arguments), ("labels", labels), ("rm", "1"), ("forcerm", "1")),
            context,
            cancellation);
    }

    /// <summary>Takes in images as <c>docker save</c> writes them.</summary>
    public async Task LoadAsync(Stream tar, CancellationToken cancellation) => await RunAsync(EnginePath.Of("/images/load", ("quiet", "1")), tar, cancellation);

    public Task TagAsync(string image, string name, string tag, CancellationToken cancellation) =>
        http.DoAsync(HttpMethod.Post, EnginePath.Of($"/images/{EnginePath.Escape(image)}/tag", ("repo", name), ("tag", tag)), null, cancellation);

    /// <summary>Removes it, also if it has several names. One that is gone already is no error.</summary>
    public async Task RemoveAsync(string image, CancellationToken cancellation)
    {
        try
        {
            await http.DoAsync(HttpMethod.Delete, EnginePath.Of($"/images/{EnginePath.Escape(image)}", ("force", "1")), null, cancellation);
        }
        catch (EngineException gone) when (gone.IsNotFound)
        {
        }
    }

    /// <summary>Takes a name away, and with the last one the image.</summary>
    /// <exception cref="EngineException">A container uses it.</exception>
    public Task UntagAsync(string name, CancellationToken cancellation) =>
        http.DoAsync(HttpMethod.Delete, $"/images/{EnginePath.Escape(name)}", null, cancellation);

    private async Task<IReadOnlyList<string>> RunAsync(string path, Stream tar, CancellationToken cancellation)
    {
        using var content = new StreamContent(tar) { Headers = { ContentType = Tar } };
        await using var answer = await http.OpenAsync(HttpMethod.Post, path, content, cancellation);
        return await ImageWork.FollowAsync(answer, cancellation);
    }
}

/// <summary>An image to be built.</summary>
/// <param name="Name">With its tag.</param>
internal sealed record ImageBuild(string Name)
{
    /// <summary>Its path in the context.</summary>
    public string Dockerfile { get; init; } = "Dockerfile";

    public ImmutableSortedDictionary<string, string> Arguments { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
