using System.Formats.Tar;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Nodes;
using RaftTorture.Targets.Docker.Runs;

namespace RaftTorture.Targets.Docker.Disks;

/// <summary>Brings the data of nodes out of their volumes, as they were left, by a container that is never started.</summary>
internal sealed class DataBringer(ContainerEngine engine, string image, RunLabels labels)
{
    /// <param name="volume">It has them in <c>data</c>.</param>
    /// <param name="directory">Gets a directory <c>data</c>; nothing if the node never wrote any.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="EngineException">The engine refuses.</exception>
    /// <exception cref="IOException">They cannot be written here.</exception>
    public async Task BringAsync(string volume, string directory, CancellationToken cancellation)
    {
        var container = await engine.Containers.CreateAsync($"{volume}-reader", NodeContainer.ToReach(volume, image, labels), cancellation);
        try
        {
            Directory.CreateDirectory(directory);
            await using var tar = await engine.Containers.GetArchiveAsync(container, NodeContainer.DataDirectory, cancellation);
            await TarFile.ExtractToDirectoryAsync(tar, directory, overwriteFiles: true, cancellation);
        }
        catch (EngineException none) when (none.IsNotFound)
        {
            // It never lived long enough to write any.
        }
        finally
        {
            await engine.Containers.RemoveAsync(container, CancellationToken.None);
        }
    }
}
