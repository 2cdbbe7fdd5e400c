using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Kernel.Memory;

/// <summary>The groups of memory that were made here: one for each life of a node. Disposal removes them, and any that a dead run has left empty.</summary>
internal sealed class MemoryGroups : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly List<MemoryGroup> _made = [];

    /// <summary>Makes a group for a process and puts it there: what it takes from now on is counted.</summary>
    /// <exception cref="KernelException">There are no groups here, or this user may make none.</exception>
    public MemoryGroup Make(int pid, string name)
    {
        var hierarchy = MemoryHierarchy.Find() ?? throw new KernelException("the kernel has no control groups of memory");
        try
        {
            if (hierarchy.IsSecond)
                File.WriteAllText($"{hierarchy.Root}/cgroup.subtree_control", "+memory");
            var directory = Directory.CreateDirectory($"{hierarchy.Root}/{MemoryGroup.Prefix}{name}-{Guid.NewGuid():n}");
            var group = new MemoryGroup(directory.FullName, hierarchy.IsSecond);
            lock (_gate)
                _made.Add(group);
            group.Add(pid);
            return group;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"no group of memory can be made: {refused.Message}", refused);
        }
    }

    /// <summary>Removes every group of ours that nobody is in, also those of other runs: nobody can come back into one.</summary>
    /// <returns>How many.</returns>
    public static int RemoveEmpty()
    {
        if (MemoryHierarchy.Find() is not { } hierarchy)
            return 0;
        try
        {
            return Directory.GetDirectories(hierarchy.Root, $"{MemoryGroup.Prefix}*").Count(Remove);
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>The processes that are in them still are ended: nothing else would let go of the group.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var start = TimeProvider.System.GetTimestamp(); _made.RemoveAll(group => Remove(group.Directory) || !Directory.Exists(group.Directory)) >= 0 && _made.Count > 0;)
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
                throw new KernelException($"processes are left in {string.Join(", ", _made.Select(group => group.Directory))}");
            foreach (var pid in _made.SelectMany(Members))
                Signal.Kill.SendTo(pid);
            await Task.Delay(10);
        }
    }

    private static int[] Members(MemoryGroup group)
    {
        try
        {
            return [.. File.ReadLines($"{group.Directory}/cgroup.procs").Select(int.Parse).Where(pid => pid > 0)];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>The kernel refuses while somebody is in it.</summary>
    private static bool Remove(string directory)
    {
        try
        {
            Directory.Delete(directory);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
