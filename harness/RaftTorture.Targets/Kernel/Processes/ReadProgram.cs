using System.Security.Cryptography;
using System.Text;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Processes;

/// <summary>Which program a process runs: by what the kernel has loaded, whatever it was started for.</summary>
internal sealed record ReadProgram(int Pid) : KernelRequest<RunningProgram>
{
    protected override Task<RunningProgram> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        try
        {
            // Seen through its own root: its files may be those of a container.
            var root = $"/proc/{Pid}/root";
            var executable = LinkOf("exe");
            // An executable that .NET builds is the same in every version: what it runs is the assembly beside it.
            var assembly = CommandLine().FirstOrDefault(word => word.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
                ?? (File.Exists($"{root}{executable}.dll") ? $"{executable}.dll" : null);
            return Task.FromResult(assembly is null ? Executable(executable) : Assembly(root, Absolute(assembly)));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"what process {Pid} runs cannot be read: {unreadable.Message}", unreadable);
        }
    }

    private string[] CommandLine() => File.ReadAllText($"/proc/{Pid}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private string Absolute(string path) => Path.IsPathRooted(path) ? path : Path.Combine(LinkOf("cwd"), path);

    private string LinkOf(string name) =>
        new FileInfo($"/proc/{Pid}/{name}").LinkTarget ?? throw new IOException($"/proc/{Pid}/{name} is no link");

    private RunningProgram Executable(string path) => new(path, Fingerprint([$"/proc/{Pid}/exe"]));

    /// <summary>What changes in an assembly's neighbours changes the program too.</summary>
    private static RunningProgram Assembly(string root, string path) =>
        new(path, Fingerprint(Directory.GetFiles(root + Path.GetDirectoryName(path), "*.dll").Order(StringComparer.Ordinal)));

    private static string Fingerprint(IEnumerable<string> files)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            all.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file)));
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            all.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(all.GetHashAndReset())[..12];
    }
}

/// <summary>A program as a process runs it.</summary>
/// <param name="Path">As the process sees it.</param>
/// <param name="Fingerprint">Of the contents of its files: two versions differ in it.</param>
internal sealed record RunningProgram(string Path, string Fingerprint)
{
    public override string ToString() => $"{System.IO.Path.GetFileName(Path)} ({Fingerprint})";
}
