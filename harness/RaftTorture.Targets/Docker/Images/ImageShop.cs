using System.Collections.Immutable;
using RaftTorture.Targets.Docker.Engine;

namespace RaftTorture.Targets.Docker.Images;

/// <summary>Images that the harness makes. Each is named by what is in it, so that nothing is made twice, and nothing old is taken for new.</summary>
internal sealed class ImageShop(ContainerEngine engine)
{
    /// <summary>On every image made here: which kind it is.</summary>
    public const string Label = "rafttorture.image";

    /// <summary>Of the names of all images made here.</summary>
    public const string Prefix = "rafttorture/";
    private const string DockerfileName = "Dockerfile";

    public ContainerEngine Engine => engine;

    /// <summary>An image of a kind that was made before, or null.</summary>
    public async Task<MadeImage?> FindAsync(string kind, string tag, CancellationToken cancellation)
    {
        var name = $"{Prefix}{kind}:{tag}";
        return await engine.Images.FindAsync(name, cancellation) is { } known ? new MadeImage(name, known.Id, IsNew: false) : null;
    }

    /// <summary>An image of one layer.</summary>
    /// <param name="kind">Such as <c>dotnet</c>.</param>
    /// <param name="tag">It tells of the content.</param>
    /// <param name="root">All that is in it.</param>
    /// <param name="changes">Instructions of a Dockerfile.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<MadeImage> ImportAsync(string kind, string tag, FileTree root, ImmutableArray<string> changes, CancellationToken cancellation)
    {
        if (await FindAsync(kind, tag, cancellation) is { } known)
            return known;
        await using var archive = await root.PackAsync(cancellation);
        await engine.Images.ImportAsync(Prefix + kind, tag, archive, [.. changes, $"LABEL {Label}={kind}"], cancellation);
        return await MadeAsync(kind, tag, cancellation);
    }

    /// <summary>An image upon another.</summary>
    /// <param name="kind">Such as <c>node</c>.</param>
    /// <param name="onto">The other.</param>
    /// <param name="dockerfile">It has an argument <c>BASE_IMAGE</c>.</param>
    /// <param name="context">What it copies from.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<MadeImage> BuildAsync(string kind, MadeImage onto, string dockerfile, FileTree context, CancellationToken cancellation)
    {
        context.AddText(DockerfileName, dockerfile);
        context.AddText(".base", onto.Id);
        var tag = context.Hash();
        if (await FindAsync(kind, tag, cancellation) is { } known)
            return known;
        var build = new ImageBuild($"{Prefix}{kind}:{tag}")
        {
            Dockerfile = DockerfileName,
            Arguments = ImmutableSortedDictionary<string, string>.Empty.Add("BASE_IMAGE", onto.Name),
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add(Label, kind),
        };
        await using var archive = await context.PackAsync(cancellation);
        await engine.Images.BuildAsync(build, archive, cancellation);
        return await MadeAsync(kind, tag, cancellation);
    }

    private async Task<MadeImage> MadeAsync(string kind, string tag, CancellationToken cancellation)
    {
        var made = await FindAsync(kind, tag, cancellation) ?? throw new EngineException($"the engine has made {Prefix}{kind}:{tag}, and does not know it");
        return made with { IsNew = true };
    }
}

/// <summary>An image on the engine.</summary>
/// <param name="Name">With its tag.</param>
/// <param name="Id">The engine's own name for it.</param>
/// <param name="IsNew">It was made just now.</param>
internal sealed record MadeImage(string Name, string Id, bool IsNew);
