namespace RaftTorture.Benchmarks.Machine;

/// <summary>Where nodes keep their data while they are measured: on a real disk, and gone afterwards.</summary>
internal sealed class WorkDirectory : IDisposable
{
    private readonly DirectoryInfo _root;

    /// <param name="parent">Decides the disk; null for the system's place for temporary files.</param>
    public WorkDirectory(string? parent)
    {
        var path = System.IO.Path.GetFullPath(parent ?? System.IO.Path.GetTempPath());
        _root = Directory.CreateDirectory(System.IO.Path.Combine(path, $"raft-torture-benchmark-{Guid.NewGuid():n}"));
    }

    public string Path => _root.FullName;

    /// <summary>The disk by its file system, because a flush of a disk in memory costs nothing.</summary>
    public string FileSystem => new DriveInfo(_root.FullName).DriveFormat;

    /// <summary>A directory of its own that does not exist yet.</summary>
    public string Child(string name) => System.IO.Path.Combine(_root.FullName, name);

    public void Dispose() => _root.Delete(recursive: true);
}
