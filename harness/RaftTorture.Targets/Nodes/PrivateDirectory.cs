namespace RaftTorture.Targets.Nodes;

/// <summary>A directory in which nobody but this user can have written: others share the one that it stands in.</summary>
internal static class PrivateDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Makes it if it is not there. Windows has a temporary directory for each user.</summary>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly);
    }

    /// <summary>True if what stands in it is this user's own. One that is not there holds nothing of others.</summary>
    public static bool IsTrusted(string path)
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(path))
            return true;
        if (new DirectoryInfo(path).LinkTarget is not null || (File.GetUnixFileMode(path) & OthersWrite) != 0)
            return false;
        try
        {
            // Only the owner may do this (chmod(2)): that is how to learn who it is.
            File.SetUnixFileMode(path, OwnerOnly);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Removes it if it is empty.</summary>
    public static void RemoveIfEmpty(string path)
    {
        try
        {
            Directory.Delete(path);
        }
        catch (IOException)
        {
            // Another run stands in it, or has removed it.
        }
    }
}
