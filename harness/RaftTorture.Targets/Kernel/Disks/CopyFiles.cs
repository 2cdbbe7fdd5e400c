using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>Copies the files of a directory, and of those below it.</summary>
/// <param name="Source">From where.</param>
/// <param name="Target">To where; made if it is not there.</param>
internal sealed record CopyFiles(string Source, string Target) : KernelRequest<Done>
{
    protected override Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        try
        {
            foreach (var path in Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(Target, Path.GetRelativePath(Source, path));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(path, copy, overwrite: true);
            }

            return Task.FromResult(Done.It);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"cannot copy {Source} to {Target}: {refused.Message}", refused);
        }
    }
}
