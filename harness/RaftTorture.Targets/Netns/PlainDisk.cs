using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Netns;

/// <summary>A node's data as a directory among others: there is nothing to mount, and nothing that could lose power by itself.</summary>
internal sealed class PlainDisk(string path) : INodeDisk
{
    public bool IsOwnFilesystem => false;

    public Task<string> OpenAsync(CancellationToken cancellation) => Task.FromResult(path);

    public Task CloseAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task ReleaseAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task WipeAsync(CancellationToken cancellation)
    {
        Directory.Delete(path, recursive: true);
        Directory.CreateDirectory(path);
        return Task.CompletedTask;
    }
}
