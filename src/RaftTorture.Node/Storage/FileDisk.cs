using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Node.Storage;

/// <summary>A real directory. One process at a time has a file open: a second node on the same data is refused.</summary>
public sealed class FileDisk : IDisk
{
    private readonly string _root;

    /// <summary>Uses a directory, and creates it if it is absent.</summary>
    /// <exception cref="IOException">The directory cannot be had.</exception>
    public FileDisk(string root)
    {
        _root = Path.GetFullPath(root);
        Make(_root);
        if (Path.GetDirectoryName(_root) is { } parent)
            DirectoryFlush.Of(parent);
    }

    public string Describe(string name) => Path.Combine(_root, name);

    public IDiskFile Open(string name)
    {
        var handle = File.OpenHandle(Describe(name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
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
