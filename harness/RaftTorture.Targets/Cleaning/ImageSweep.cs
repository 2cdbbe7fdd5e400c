using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Images;

namespace RaftTorture.Targets.Cleaning;

/// <summary>Removes images that the harness made and has since made anew: one more each time that the node or the harness changed.</summary>
public static class ImageSweep
{
    /// <returns>A sentence that says what was removed, or why nothing was.</returns>
    public static async Task<string> RunAsync(CancellationToken cancellation)
    {
        try
        {
            using var engine = await ContainerEngine.ConnectAsync(cancellation);
            return await new OutdatedImages(engine).EndAsync(cancellation);
        }
        catch (EngineException failure)
        {
            return $"images were not looked for: {failure.Message}";
        }
    }
}
