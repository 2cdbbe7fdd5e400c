using RaftTorture.Running.Ports;

namespace RaftTorture.Targets.Docker.Images;

/// <summary>The .NET runtime that runs this very process, with ASP.NET Core beside it.</summary>
/// <param name="Root">The directory of <c>dotnet</c>.</param>
/// <param name="Version">Such as <c>10.0.12</c>.</param>
internal sealed record InstalledRuntime(string Root, string Version)
{
    private const string Core = "Microsoft.NETCore.App";
    private const string Web = "Microsoft.AspNetCore.App";

    /// <summary>Where the vendor's images have it too.</summary>
    private const string Place = "/usr/share/dotnet";

    /// <summary>Libraries that are opened by name and not linked: names of hosts, TLS.</summary>
    private static readonly string[] OpenedLater = ["libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2", "libssl.so.3", "libcrypto.so.3"];

    /// <returns>Null if there is none that an image could hold: the harness brings its own inside of it, or is not on Linux.</returns>
    public static InstalledRuntime? Find()
    {
        var core = Path.GetDirectoryName(typeof(object).Assembly.Location);
        return OperatingSystem.IsLinux() && !string.IsNullOrEmpty(core) && Path.GetFileName(Path.GetDirectoryName(core)) == Core
            ? new InstalledRuntime(Path.GetFullPath(Path.Combine(core, "..", "..", "..")), Path.GetFileName(core))
            : null;
    }

    /// <summary>A root directory in which <c>dotnet</c> runs, and nothing else.</summary>
    /// <exception cref="ClusterException">A part of it is missing here.</exception>
    public async Task<FileTree> TreeAsync(CancellationToken cancellation)
    {
        var tree = new FileTree();
        string[] parts = [SharedOf(Core, Version), SharedOf(Web, WebVersion()), Newest(Path.Combine(Root, "host", "fxr"))];
        foreach (var part in parts)
            tree.AddDirectory($"{Place}/{Path.GetRelativePath(Root, part)}", part);
        tree.AddFile($"{Place}/dotnet", Path.Combine(Root, "dotnet"));
        tree.AddLink("/usr/bin/dotnet", "../share/dotnet/dotnet");
        AddSystem(tree);
        await AddLibrariesAsync(tree, parts, cancellation);
        return tree;
    }

    private async Task AddLibrariesAsync(FileTree tree, string[] parts, CancellationToken cancellation)
    {
        string[] natives = [Path.Combine(Root, "dotnet"), .. parts.SelectMany(part => Directory.EnumerateFiles(part, "*.so"))];
        var needed = await SharedLibraries.NeededByAsync(natives, cancellation);
        var directory = Path.GetDirectoryName(needed.First(library => Path.GetFileName(library).StartsWith("libc.so", StringComparison.Ordinal)))!;
        var later = OpenedLater.Select(name => Path.Combine(directory, name)).Where(File.Exists).ToArray();
        foreach (var library in needed.Concat(later).Concat(await SharedLibraries.NeededByAsync(later, cancellation)))
        {
            if (!library.StartsWith(Root, StringComparison.Ordinal))
                tree.AddInPlace(library);
        }
    }

    private static void AddSystem(FileTree tree)
    {
        tree.AddUsrLinks();
        tree.AddOpenDirectory("/tmp");
        tree.AddText("/etc/passwd", "root:x:0:0:root:/:/none\n");
        tree.AddText("/etc/group", "root:x:0:\n");
        tree.AddText("/etc/nsswitch.conf", "hosts: files dns\n");
    }

    private string SharedOf(string framework, string version) => Path.Combine(Root, "shared", framework, version);

    /// <summary>Both are released together, yet need not be installed together.</summary>
    private string WebVersion()
    {
        if (Directory.Exists(SharedOf(Web, Version)))
            return Version;
        var all = Path.Combine(Root, "shared", Web);
        var major = Version.Split('.')[0] + ".";
        return Directory.Exists(all) && Directory.EnumerateDirectories(all, major + "*").Order(StringComparer.Ordinal).LastOrDefault() is { } other
            ? Path.GetFileName(other)
            : throw new ClusterException($"the node needs ASP.NET Core {Version}, which is not installed here: apt-get install aspnetcore-runtime-10.0");
    }

    private static string Newest(string directory) => Directory.EnumerateDirectories(directory).OrderBy(path => new Version(Path.GetFileName(path).Split('-')[0])).Last();
}
