using System.Collections.Immutable;
using System.Runtime.InteropServices;
using RaftTorture.Running.Ports;
using RaftTorture.Targets.Docker.Engine;

namespace RaftTorture.Targets.Docker.Images;

/// <summary>What an image with a program of .NET stands upon.</summary>
/// <param name="Image">It has <c>dotnet</c> on its path.</param>
/// <param name="Notice">Which it is, and why, in a sentence.</param>
internal sealed record BaseImage(MadeImage Image, string Notice)
{
    public const string Repository = "mcr.microsoft.com/dotnet/aspnet";
    public const string Tag = "10.0";

    /// <summary>For a registry to hand over the vendor's image: where there is none, nobody wants to wait for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>As in the vendor's images; the culture is as in the vendor's small ones, for ICU is not copied.</summary>
    private static readonly ImmutableArray<string> Settings =
    [
        "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1",
        "ENV DOTNET_RUNNING_IN_CONTAINER=true",
    ];

    private const string Kind = "dotnet";
    private const string Vendors = $"{Repository}:{Tag}";

    /// <summary>The vendor's, if the engine has it or a registry gives it at once; else one made of the runtime that is installed here.</summary>
    /// <exception cref="ClusterException">Neither can be had.</exception>
    public static async Task<BaseImage> EnsureAsync(ImageShop shop, CancellationToken cancellation)
    {
        if (await VendorsAsync(shop.Engine, cancellation) is { } there)
            return new BaseImage(there, $"the nodes' image stands upon {Vendors}");
        // One that was made once is good enough: a registry is not asked at every run.
        if (await OwnTreeAsync(shop.Engine, cancellation) is var (runtime, tree) && await shop.FindAsync(Kind, TagOf(runtime, tree), cancellation) is { } known)
            return new BaseImage(known, NoticeOf(runtime));
        if (await PullAsync(shop.Engine, cancellation) is { } pulled)
            return new BaseImage(pulled, $"the nodes' image stands upon {Vendors}, just pulled");
        return await OwnAsync(shop, cancellation);
    }

    /// <summary>The one made of the runtime that is installed here.</summary>
    /// <exception cref="ClusterException">There is none for the engine's kind of machine.</exception>
    public static async Task<BaseImage> OwnAsync(ImageShop shop, CancellationToken cancellation)
    {
        var (runtime, tree) = await OwnTreeAsync(shop.Engine, cancellation) ?? throw new ClusterException(
            $"no registry answers, and no runtime of .NET for linux/{shop.Engine.Version.Arch} is installed here to make a base image of: docker pull {Vendors}, or load it");
        var image = await shop.ImportAsync(Kind, TagOf(runtime, tree), tree, Settings, cancellation);
        // People who build with docker/Dockerfile name it so.
        await shop.Engine.Images.TagAsync(image.Name, ImageShop.Prefix + Kind, Tag, cancellation);
        return new BaseImage(image, NoticeOf(runtime));
    }

    private static async Task<(InstalledRuntime Runtime, FileTree Tree)?> OwnTreeAsync(ContainerEngine engine, CancellationToken cancellation)
    {
        var runtime = InstalledRuntime.Find();
        return runtime is null || engine.Version.Arch != OwnArchitecture ? null : (runtime, await runtime.TreeAsync(cancellation));
    }

    private static async Task<MadeImage?> VendorsAsync(ContainerEngine engine, CancellationToken cancellation) =>
        await engine.Images.FindAsync(Vendors, cancellation) is { } image ? new MadeImage(Vendors, image.Id, IsNew: false) : null;

    /// <returns>Null if no registry answers soon.</returns>
    private static async Task<MadeImage?> PullAsync(ContainerEngine engine, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await engine.Images.PullAsync(Repository, Tag, patience.Token);
            return await VendorsAsync(engine, cancellation);
        }
        catch (Exception none) when (none is EngineException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static string TagOf(InstalledRuntime runtime, FileTree tree) => $"{runtime.Version}-{tree.Hash()}";

    private static string NoticeOf(InstalledRuntime runtime) =>
        $"the nodes' image stands upon a base made of the .NET {runtime.Version} that is installed here, for the engine has no {Vendors}";

    /// <summary>As the engine names it, which is as Go does.</summary>
    private static string OwnArchitecture => RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => "amd64",
        var other => other.ToString().ToLowerInvariant(),
    };
}
