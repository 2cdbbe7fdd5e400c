using RaftTorture.Running.Ports;

namespace RaftTorture.Targets.Docker.Images;

/// <summary>The image of the helper container: the tools by which faults are done, and this very harness, which is the agent in it.</summary>
internal static class HelperImage
{
    /// <summary>What <c>docker/helper.Dockerfile</c> makes, for those whose machine cannot make it by itself.</summary>
    public const string PeoplesBase = "rafttorture/tools:people";

    private const string Place = "/opt/raft-torture";

    private const string ToolsDockerfile = """
        ARG BASE_IMAGE
        FROM ${BASE_IMAGE}
        COPY root/ /

        """;

    private const string HelperDockerfile = $"""
        ARG BASE_IMAGE
        FROM $BASE_IMAGE
        COPY harness/ {Place}/

        """;

    /// <summary>Makes it, or finds that it is made already.</summary>
    /// <param name="shop">Where it is made.</param>
    /// <param name="harness">The harness, which knows how to be an agent.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ClusterException">Tools are missing: the message has the command that installs them.</exception>
    public static async Task<(MadeImage Image, IReadOnlyList<string> Command)> EnsureAsync(ImageShop shop, Application harness, CancellationToken cancellation)
    {
        var tools = await PeoplesAsync(shop, cancellation) ?? await ToolsAsync(shop, cancellation);
        var context = new FileTree();
        harness.AddTo(context, "harness");
        var image = await shop.BuildAsync("helper", tools, HelperDockerfile, context, cancellation);
        return (image, harness.CommandIn(Place));
    }

    private static async Task<MadeImage?> PeoplesAsync(ImageShop shop, CancellationToken cancellation) =>
        await shop.Engine.Images.FindAsync(PeoplesBase, cancellation) is { } there ? new MadeImage(PeoplesBase, there.Id, IsNew: false) : null;

    /// <summary>The tools of this machine, upon the runtime of this machine: both want the same C library.</summary>
    private static async Task<MadeImage> ToolsAsync(ImageShop shop, CancellationToken cancellation)
    {
        var onto = await BaseImage.OwnAsync(shop, cancellation);
        var context = new FileTree();
        await Toolbox.AddToAsync(context, "root", cancellation);
        return await shop.BuildAsync("tools", onto.Image, ToolsDockerfile, context, cancellation);
    }
}
