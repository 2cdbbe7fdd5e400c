using RaftTorture.Running.Ports;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Helper;

namespace RaftTorture.Targets.Docker.Images;

/// <summary>The images of a run, made before it: for those who start nodes by themselves, and for the curious.</summary>
public static class ImagesInAdvance
{
    /// <summary>Makes what is not there yet, and says of each what it is called.</summary>
    /// <param name="nodeBinary">The node's assembly or executable.</param>
    /// <param name="output">A line an image.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ClusterException">One cannot be made: why, and what to do.</exception>
    public static async Task MakeAsync(string nodeBinary, TextWriter output, CancellationToken cancellation)
    {
        try
        {
            using var engine = await ContainerEngine.ConnectAsync(cancellation);
            var shop = new ImageShop(engine);
            var node = await NodeImage.EnsureAsync(shop, nodeBinary, cancellation);
            Say("node", node.Image, output);
            var (helper, _) = await HelperImage.EnsureAsync(shop, Application.At(HelperSpec.HarnessBesideThis), cancellation);
            Say("helper", helper, output);
            await output.WriteLineAsync(node.Notice);
        }
        catch (EngineException refused)
        {
            throw new ClusterException(refused.Message, refused);
        }
    }

    private static void Say(string what, MadeImage image, TextWriter output) => output.WriteLine($"{what,-6}  {image.Name}{(image.IsNew ? "" : ", made before")}");
}
