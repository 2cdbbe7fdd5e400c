using System.Globalization;

namespace RaftTorture.Targets.Kernel.Memory;

/// <summary>A control group of memory, by its directory.</summary>
/// <remarks>Its files fail with <see cref="IOException"/> when the group is gone, or refuses.</remarks>
internal sealed record MemoryGroup(string Directory, bool IsSecond)
{
    /// <summary>A limit that is no less than what the machine has is none: so version 1 says it, and so engines lift one.</summary>
    private static readonly Lazy<long> NoLimit = new(MachineBytes);

    /// <summary>The first words of the names of groups that are ours: others are looked at, never changed.</summary>
    public const string Prefix = "raft-torture-";

    public bool IsOurs => Path.GetFileName(Directory).StartsWith(Prefix, StringComparison.Ordinal);

    public MemorySight Look() => new(
        Directory,
        Number("memory.usage_in_bytes", "memory.current") ?? 0,
        Number("memory.limit_in_bytes", "memory.max") is { } limit && limit < NoLimit.Value ? limit : null,
        IsSecond ? Event("memory.events", "max") : Refusals(),
        IsSecond ? Event("memory.events", "oom_kill") : Event("memory.oom_control", "oom_kill"),
        IsSecond ? 0 : Event("memory.stat", "pgpgin"));

    /// <summary>Limits it, swap included where swap is counted; null lifts the limit.</summary>
    public void Limit(long? bytes)
    {
        var none = IsSecond ? "max" : "-1";
        var text = bytes?.ToString(CultureInfo.InvariantCulture) ?? none;
        // Memory and swap together may never be less than memory alone: lifted first, and lowered last.
        if (!IsSecond)
            WriteIfThere("memory.memsw.limit_in_bytes", none);
        File.WriteAllText(PathOf(IsSecond ? "memory.max" : "memory.limit_in_bytes"), text);
        if (IsSecond)
            WriteIfThere("memory.swap.max", bytes is null ? none : "0");
        else if (bytes is not null)
            WriteIfThere("memory.memsw.limit_in_bytes", text);
    }

    public void Add(int pid) => File.WriteAllText(PathOf("cgroup.procs"), pid.ToString(CultureInfo.InvariantCulture));

    /// <summary>Where swap is counted too, it is asked first, and refuses first. Recent kernels keep the files and count nothing there.</summary>
    private long Refusals() =>
        (Number("memory.failcnt", "") ?? 0) + (File.Exists(PathOf("memory.memsw.failcnt")) ? Number("memory.memsw.failcnt", "") ?? 0 : 0);

    /// <summary>From a line such as <c>MemTotal:       24679424 kB</c> (proc_meminfo(5)).</summary>
    private static long MachineBytes() => File.ReadLines("/proc/meminfo")
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields is ["MemTotal:", _, "kB"])
        .Select(fields => long.Parse(fields[1], CultureInfo.InvariantCulture) * 1024)
        .First();

    private string PathOf(string file) => Path.Combine(Directory, file);

    private void WriteIfThere(string file, string text)
    {
        if (File.Exists(PathOf(file)))
            File.WriteAllText(PathOf(file), text);
    }

    private long? Number(string first, string second) =>
        long.TryParse(File.ReadAllText(PathOf(IsSecond ? second : first)), CultureInfo.InvariantCulture, out var number) ? number : null;

    private long Event(string file, string name) => File.ReadLines(PathOf(file))
        .Select(line => line.Split(' '))
        .Where(fields => fields[0] == name)
        .Select(fields => long.Parse(fields[1], CultureInfo.InvariantCulture))
        .FirstOrDefault();
}

/// <summary>What the kernel says of the memory of a group.</summary>
/// <param name="Group">Its directory.</param>
/// <param name="UsedBytes">With the files that it keeps in memory.</param>
/// <param name="LimitBytes">Null for none.</param>
/// <param name="Hits">How often it wanted more than its limit, and something had to be taken from it first. A kernel that does not count says 0.</param>
/// <param name="OomKills">How many of its processes were killed because nothing could be taken.</param>
/// <param name="PagesIn">How many pages it was ever given; version 2 does not tell and need not, for it counts the hits: 0.</param>
internal sealed record MemorySight(string Group, long UsedBytes, long? LimitBytes, long Hits, long OomKills, long PagesIn);
