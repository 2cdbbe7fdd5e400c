using RaftTorture.Targets.Docker.Engine;

namespace RaftTorture.Targets.Tests.Kit;

internal static class RequireDocker
{
    /// <summary>Skips the test where no container engine for Linux answers; fails it there if everything is required.</summary>
    public static async Task AsyncOnLinux()
    {
        Require.That(OperatingSystem.IsLinux(), "Linux");
        try
        {
            using var engine = await ContainerEngine.ConnectAsync(CancellationToken.None);
        }
        catch (EngineException none)
        {
            Require.That(false, $"a container engine ({none.Message})");
        }
    }
}
