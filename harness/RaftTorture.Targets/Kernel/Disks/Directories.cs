using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>Makes a directory, and those above it.</summary>
internal sealed record MakeDirectory(string Path) : KernelRequest<Done>
{
    protected override Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        try
        {
            // The framework tries to make one that is there too, and on a frozen filesystem that waits for the thaw.
            if (!Directory.Exists(Path))
                Directory.CreateDirectory(Path);
            return Task.FromResult(Done.It);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"cannot make {Path}: {refused.Message}", refused);
        }
    }
}

/// <summary>Removes a directory that is empty.</summary>
internal sealed record RemoveDirectory(string Path) : KernelRequest<Done>
{
    protected override Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        try
        {
            Directory.Delete(Path);
            return Task.FromResult(Done.It);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"cannot remove {Path}: {refused.Message}", refused);
        }
    }
}

/// <summary>Counts the files under a directory, but for what the harness itself has there.</summary>
internal sealed record CountFiles(string Path) : KernelRequest<FileCount>
{
    protected override Task<FileCount> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        try
        {
            var files = Directory.Exists(Path) ? Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Select(path => new FileInfo(path)).ToArray() : [];
            return Task.FromResult(new FileCount(files.Length, files.Sum(file => file.Length)));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"cannot count the files of {Path}: {refused.Message}", refused);
        }
    }
}

/// <summary>How many files, and their length in bytes.</summary>
internal sealed record FileCount(int Files, long Bytes);
