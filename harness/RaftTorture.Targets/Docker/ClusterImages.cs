using RaftTorture.Running.Ports;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Engine.Values;
using RaftTorture.Targets.Docker.Images;
using RaftTorture.Targets.Docker.Runs;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Docker;

/// <summary>The programs of nodes in containers, found or made, and what they can do.</summary>
/// <param name="Node">The nodes'.</param>
/// <param name="Other">The other version's; or null.</param>
/// <param name="Abilities">Of the nodes'.</param>
/// <param name="Notices">What a person should know of them.</param>
internal sealed record ClusterImages(NodeProgram Node, NodeProgram? Other, NodeAbilities Abilities, IReadOnlyList<string> Notices)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <exception cref="ClusterException">An image is missing, or cannot be made.</exception>
    /// <exception cref="EngineException">The engine refuses.</exception>
    public static async Task<ClusterImages> FindAsync(ContainerEngine engine, DockerNodes nodes, RunLabels labels, CancellationToken cancellation)
    {
        var shop = new ImageShop(engine);
        var (node, notice) = await FindAsync(shop, nodes.Image, nodes.Binary, cancellation) ?? throw new ClusterException("no image and no program of a node is named");
        var other = await FindAsync(shop, nodes.OtherImage, nodes.OtherBinary, cancellation);
        var abilities = nodes.Image is null ? await NodeAbilities.AskAsync(nodes.Binary!) : await AskAsync(engine, nodes.Image, labels, cancellation);
        return new ClusterImages(node, other?.Program, abilities, notice is null ? [] : [notice]);
    }

    private static async Task<(NodeProgram Program, string? Notice)?> FindAsync(ImageShop shop, string? image, string? binary, CancellationToken cancellation)
    {
        if (image is not null && await shop.Engine.Images.FindAsync(image, cancellation) is null)
            throw new ClusterException($"the engine has no image {image}: docker pull {image}, or correct its name");
        if (image is not null)
            return (new NodeProgram(image, []), null);
        if (binary is null)
            return null;
        var made = await NodeImage.EnsureAsync(shop, binary, cancellation);
        return (new NodeProgram(made.Image.Name, made.Entrypoint), made.Notice);
    }

    /// <summary>What a node's image can do, as its <c>--help</c> tells.</summary>
    private static async Task<NodeAbilities> AskAsync(ContainerEngine engine, string image, RunLabels labels, CancellationToken cancellation)
    {
        var spec = new ContainerSpec { Image = image, Cmd = ["--help"], Labels = labels.All, HostConfig = new HostSpec { NetworkMode = "none" } };
        var container = await engine.Containers.CreateAsync($"{labels.Prefix}-help", spec, cancellation);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await engine.Containers.StartAsync(container, cancellation);
            await engine.Containers.WaitAsync(container, patience.Token);
            return NodeAbilities.Of(string.Join('\n', await engine.Containers.ReadLogsAsync(container, cancellation)));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return NodeAbilities.None;
        }
        finally
        {
            await engine.Containers.RemoveAsync(container, CancellationToken.None);
        }
    }
}
