namespace RaftTorture.Targets.Kernel.Memory;

/// <summary>Where the machine keeps its control groups of memory: version 1 or 2 (cgroups(7)).</summary>
internal sealed record MemoryHierarchy(string Root, bool IsSecond)
{
    /// <summary>Where the helper container has the machine's: at the usual place a container sees its own part only.</summary>
    public const string OfMachine = "/machine/cgroup";

    private static readonly string[] Places = [OfMachine, "/sys/fs/cgroup"];

    /// <summary>The hierarchy, or null if there is none.</summary>
    public static MemoryHierarchy? Find() => Places.Select(At).FirstOrDefault(found => found is not null);

    /// <summary>The group that a process is in, or null if there is no such process or the group is out of sight.</summary>
    public MemoryGroup? GroupOf(int pid)
    {
        try
        {
            var named = Root + PathOf(pid);
            return Holds(named, pid) ? new MemoryGroup(named, IsSecond)
                // Read through a namespace of groups the path is not the one from the root: look for the process itself.
                : Directory.EnumerateDirectories(Root, "*", SearchOption.AllDirectories).FirstOrDefault(group => Holds(group, pid)) is { } found
                    ? new MemoryGroup(found, IsSecond)
                    : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static MemoryHierarchy? At(string place) =>
        File.Exists($"{place}/memory/memory.usage_in_bytes") ? new MemoryHierarchy($"{place}/memory", false)
        : Controllers(place).Contains("memory") ? new MemoryHierarchy(place, true)
        : null;

    private static string[] Controllers(string place)
    {
        try
        {
            return File.ReadAllText($"{place}/cgroup.controllers").Split([' ', '\n']);
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>From lines such as <c>4:memory:/docker/1f</c>, or <c>0::/docker/1f</c> in version 2.</summary>
    private string PathOf(int pid) => File.ReadLines($"/proc/{pid}/cgroup")
        .Select(line => line.Split(':', 3))
        .First(fields => IsSecond ? fields[0] == "0" : fields[1].Split(',').Contains("memory"))[2];

    private static bool Holds(string group, int pid)
    {
        try
        {
            return File.ReadLines($"{group}/cgroup.procs").Contains($"{pid}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
