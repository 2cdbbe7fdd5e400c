using System.Collections.Immutable;
using RaftTorture.Running.Ports;

namespace RaftTorture.Targets.Docker.Images;

/// <summary>The programs by which faults are done, as they are installed on this machine, for a container that has them too.</summary>
internal static class Toolbox
{
    /// <summary>Each program, and the package of Debian that has it.</summary>
    private static readonly ImmutableArray<(string Program, string Package)> Needed =
    [
        ("nft", "nftables"), ("iptables", "iptables"), ("iptables-restore", "iptables"), ("ip", "iproute2"), ("tc", "iproute2"), ("ss", "iproute2"),
        ("losetup", "mount"), ("mount", "mount"), ("umount", "mount"), ("mkfs.ext4", "e2fsprogs"),
        ("fallocate", "util-linux"), ("fsfreeze", "util-linux"), ("nsenter", "util-linux"),
    ];

    /// <summary>Taken along where they are: what needs them says itself when they are missing.</summary>
    private static readonly ImmutableArray<string> Useful = ["iptables-nft", "iptables-legacy", "mkfs.xfs", "strace", "sysctl", "blockdev", "truncate", "dd", "cat", "sleep"];

    /// <summary>What the programs read.</summary>
    private static readonly ImmutableArray<string> Settings = ["/etc/mke2fs.conf", "/etc/protocols", "/etc/services", "/etc/iproute2", "/usr/share/iproute2", "/usr/lib/tc"];

    private static readonly ImmutableArray<string> Places = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"];

    /// <summary>Of Debian.</summary>
    public static IReadOnlyList<string> Packages => [.. Needed.Select(tool => tool.Package).Distinct()];

    /// <summary>What a person types who has none of them.</summary>
    public static string InstallCommand => CommandFor(Packages);

    /// <summary>Puts the tools, with all that they need, into a tree of which a directory is to lie upon a <see cref="InstalledRuntime.TreeAsync"/>.</summary>
    /// <exception cref="ClusterException">Some are not installed: the message has the command that installs them.</exception>
    public static async Task AddToAsync(FileTree tree, string root, CancellationToken cancellation)
    {
        Demand(program => Find(program) is not null);
        var programs = Needed.Select(tool => tool.Program).Concat(Useful).Select(Find).OfType<string>().ToArray();
        foreach (var program in programs)
            tree.AddInPlace(program, root);
        var plugins = await AddPluginsAsync(tree, root, cancellation);
        foreach (var library in await SharedLibraries.NeededByAsync([.. programs, .. plugins], cancellation))
            tree.AddInPlace(library, root);
        foreach (var setting in Settings)
            AddSetting(tree, root, setting);
    }

    /// <exception cref="ClusterException">Some are missing.</exception>
    internal static void Demand(Func<string, bool> isInstalled)
    {
        var missing = Needed.Where(tool => !isInstalled(tool.Program)).ToArray();
        if (missing.Length == 0)
            return;
        throw new ClusterException(
            $"the helper container wants {string.Join(", ", missing.Select(tool => tool.Program))}, not installed here: "
            + $"{CommandFor(missing.Select(tool => tool.Package).Distinct())}; or build its base with docker/helper.Dockerfile");
    }

    /// <summary>What iptables opens by the name of the rule's match or target.</summary>
    private static async Task<string[]> AddPluginsAsync(FileTree tree, string root, CancellationToken cancellation)
    {
        var libraries = await SharedLibraries.NeededByAsync([Find("iptables")!], cancellation);
        var directory = libraries.Select(library => Path.Combine(Path.GetDirectoryName(UsrMerge.PlaceOf(library))!, "xtables")).FirstOrDefault(Directory.Exists);
        if (directory is null)
            return [];
        tree.AddDirectory(root + directory, directory);
        return Directory.GetFiles(directory, "*.so");
    }

    private static void AddSetting(FileTree tree, string root, string path)
    {
        if (Directory.Exists(path))
            tree.AddDirectory(root + path, path);
        else if (File.Exists(path))
            tree.AddFile(root + path, path);
    }

    private static string CommandFor(IEnumerable<string> packages) => $"apt-get install -y --no-install-recommends {string.Join(' ', packages)}";

    private static string? Find(string program) => Places.Select(place => Path.Combine(place, program)).FirstOrDefault(File.Exists);
}
