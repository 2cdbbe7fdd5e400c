using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Node.Storage;

/// <summary>A real directory. One process at a time has it: a second node on the same data is refused.</summary>
public sealed class FileDisk : IDisk, IDisposable
{
    private const string LockName = "lock";

    private readonly string _root;
    private readonly SafeFileHandle _lock;

    /// <summary>Uses a directory, and creates it if it is absent.</summary>
    /// <exception cref="IOException">The directory cannot be had, or another process has it.</exception>
    public FileDisk(string root)
    {
        _root = Path.GetFullPath(root);
        Make(_root);
        if (Path.GetDirectoryName(_root) is { } parent)
            DirectoryFlush.Of(parent);
        _lock = Lock();
        DirectoryFlush.Of(_root); // A process that was killed may have left names that it had not made durable yet.
    }

    public string Describe(string name) => Path.Combine(_root, name);

    public IReadOnlyList<string> List() =>
        [.. Directory.EnumerateFiles(_root).Select(path => Path.GetFileName(path)).Where(name => name != LockName).Order(StringComparer.Ordinal)];

    public IDiskFile Open(string name, long expectedBytes = 0)
    {
        var path = Describe(name);
        if (File.Exists(path))
            return new DiskFile(File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, preallocationSize: expectedBytes);
        try
        {
            DirectoryFlush.Of(_root);
        }
        catch
        {
            handle.Dispose();
            throw;
        }

        return new DiskFile(handle);
    }

    public void Rename(string from, string to)
    {
        File.Move(Describe(from), Describe(to), overwrite: true);
        DirectoryFlush.Of(_root);
    }

    public void Delete(string name)
    {
        if (!File.Exists(Describe(name)))
            return;
        File.Delete(Describe(name));
        DirectoryFlush.Of(_root);
    }

    public void Dispose() => _lock.Dispose();

    private SafeFileHandle Lock()
    {
        try
        {
            return File.OpenHandle(Describe(LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"cannot lock the directory {_root}: is another node running on it? {e.Message}", e);
        }
    }

    /// <summary>The framework says "The file already exists" where a file has the directory's name: so the message says what was wanted.</summary>
    private static void Make(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"cannot make the directory {directory}: {e.Message}", e);
        }
    }

    private sealed class DiskFile(SafeFileHandle handle) : IDiskFile
    {
        public long LengthBytes => RandomAccess.GetLength(handle);

        public int Read(long offset, Span<byte> destination)
        {
            var totalBytes = 0;
            while (totalBytes < destination.Length)
            {
                var readBytes = RandomAccess.Read(handle, destination[totalBytes..], offset + totalBytes);
                if (readBytes == 0)
                    break;
                totalBytes += readBytes;
            }

            return totalBytes;
        }

        public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(handle, bytes, offset);

        public void Truncate(long lengthBytes) => RandomAccess.SetLength(handle, lengthBytes);

        public void Flush() => RandomAccess.FlushToDisk(handle);

        public void Dispose() => handle.Dispose();
    }

    /// <summary>Makes the names in a directory durable. .NET opens no directories, so this asks the C library; Windows needs and has no such call.</summary>
    private static class DirectoryFlush
    {
        private const int ReadOnly = 0;

        public static void Of(string directory)
        {
            if (OperatingSystem.IsWindows())
                return;

            var descriptor = OpenDirectory(Encoding.UTF8.GetBytes(directory + '\0'), ReadOnly);
            if (descriptor < 0)
                throw Failure("open", directory);
            try
            {
                if (Synchronize(descriptor) != 0)
                    throw Failure("flush", directory);
            }
            finally
            {
                _ = Close(descriptor);
            }
        }

        private static IOException Failure(string verb, string directory) =>
            new($"cannot {verb} the directory {directory}: {Marshal.GetLastPInvokeErrorMessage()}");

        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int OpenDirectory(byte[] path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Synchronize(int descriptor);

        [DllImport("libc", EntryPoint = "close")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Close(int descriptor);
    }
}
