using System.Collections.Immutable;
using System.Reflection;
using RaftTorture.Running.Ports;

namespace RaftTorture.Targets.Docker.Images;

/// <summary>The image of a node.</summary>
/// <param name="Image">It.</param>
/// <param name="Entrypoint">The program in it that is the node, before the node's own arguments.</param>
/// <param name="Notice">What a person should know of it, in a sentence.</param>
internal sealed record NodeImage(MadeImage Image, ImmutableArray<string> Entrypoint, string Notice)
{
    private const string Place = "/app";

    /// <summary>Makes it of a node's program and the files beside it, by <c>docker/Dockerfile</c>.</summary>
    /// <param name="shop">Where it is made.</param>
    /// <param name="binary">The path of the node's assembly or executable.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ClusterException">There is no such program, or no base for it.</exception>
    public static async Task<NodeImage> EnsureAsync(ImageShop shop, string binary, CancellationToken cancellation)
    {
        var node = Application.At(binary);
        var onto = await BaseImage.EnsureAsync(shop, cancellation);
        var context = new FileTree();
        node.AddTo(context, Place);
        var image = await shop.BuildAsync("node", onto.Image, Dockerfile(), context, cancellation);
        return new NodeImage(image, [.. node.CommandIn(Place)], onto.Notice);
    }

    /// <summary>The very file that people build with, which is part of this assembly.</summary>
    private static string Dockerfile()
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("docker/Dockerfile")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
