using System.Security.Cryptography;

namespace RaftTorture.Targets.Systems.Reference;

/// <summary>What the nodes of a run know their operator by: a secret in a file that only this user can read, gone when the run is.</summary>
/// <remarks>Not drawn from the seed: a plan is no secret.</remarks>
internal sealed class AdminToken : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="IOException">The file cannot be written.</exception>
    public AdminToken(string path)
    {
        Path = path;
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = OwnerOnly;
        using var file = new StreamWriter(path, how);
        file.Write(Text);
    }

    public string Path { get; }

    public string Text { get; } = RandomNumberGenerator.GetHexString(64, lowercase: true);

    public void Dispose() => File.Delete(Path);
}
