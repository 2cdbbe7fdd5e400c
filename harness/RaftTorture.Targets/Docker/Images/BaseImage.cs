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

    private const string Vendors = $"{Repository}:{Tag}";

    /// <summary>The vendor's, if the engine has it or a registry gives it at once; else one made of the runtime that is installed here.</summary>
    /// <exception cref="ClusterException">Neither can be had.</exception>
    public static async Task<BaseImage> EnsureAsync(ImageShop shop, CancellationToken cancellation)
    {
        if (await VendorsAsync(shop.Engine, cancellation) is { } there)
            return new BaseImage(there, $"images stand upon {Vendors}");
        // What was made once is good enough: a registry is not asked at every run.
        var own = await OwnTreeAsync(shop.Engine, cancellation);
        if (await PullAsync(shop.Engine, cancellation) is { } pulled)
            return new BaseImage(pulled, $"images stand upon {Vendors}, just pulled");
        return await OwnAsync(shop, own, cancellation);
    }

    /// <summary>The one made of the runtime that is installed here.</summary>
    /// <exception cref="ClusterException">There is none for the engine's kind of machine.</exception>
    public static async Task<BaseImage> OwnAsync(ImageShop shop, CancellationToken cancellation) => await OwnAsync(shop, await OwnTreeAsync(shop.Engine, cancellation), cancellation);
}
