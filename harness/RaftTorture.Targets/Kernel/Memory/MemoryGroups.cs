using Microsoft.Win32.SafeHandles;
using RaftTorture.Targets.Kernel.Disks;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Kernel.Memory;

/// <summary>The groups of memory that were made here: one for each life of a node. Disposal removes them, and any that a dead run has left empty.</summary>
internal sealed class MemoryGroups : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly List<MemoryGroup> _made = [];
    private readonly List<SafeFileHandle> _holds = [];

    /// <summary>Makes a group for a process and puts it there: what it takes from now on is counted.</summary>
    /// <exception cref="KernelException">There are no groups here, or this user may make none.</exception>
    public MemoryGroup Make(int pid, string name)
    {
        var hierarchy = MemoryHierarchy.Find() ?? throw new KernelException("the kernel has no control groups of memory");
        try
        {
            if (hierarchy.IsSecond)
                File.WriteAllText($"{hierarchy.Root}/cgroup.subtree_control", "+memory");
            var group = new MemoryGroup(MakeHeld($"{hierarchy.Root}/{MemoryGroup.Prefix}{name}"), hierarchy.IsSecond);
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

    /// <summary>Removes every group that nobody is in and no run that lives holds: it may have been made just now, for a process that comes.</summary>
    /// <returns>How many.</returns>
    public static int RemoveEmpty()
    {
        if (MemoryHierarchy.Find() is not { } hierarchy)
            return 0;
        try
        {
            return Directory.GetDirectories(hierarchy.Root, $"{MemoryGroup.Prefix}*").Count(RemoveAbandoned);
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>The processes that are in them still are ended: nothing else would let go of the group.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await RemoveAllAsync();
        }
        finally
        {
            _holds.ForEach(hold => hold.Dispose());
        }
    }

    private async Task RemoveAllAsync()
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

    /// <summary>A new group, locked for as long as this process lives, whatever numbers the processes have where another run looks at it.</summary>
    private string MakeHeld(string name)
    {
        while (true)
        {
            var directory = Directory.CreateDirectory($"{name}-{Guid.NewGuid():n}").FullName;
            if (TryHold(directory) is { } hold)
            {
                lock (_gate)
                    _holds.Add(hold);
                return directory;
            }
        }
    }

    /// <summary>Null if another run's sweep was faster, and takes it away.</summary>
    private static SafeFileHandle? TryHold(string directory)
    {
        SafeFileHandle hold;
        try
        {
            hold = SystemCalls.OpenForReading(directory);
        }
        catch (KernelException) when (!Directory.Exists(directory))
        {
            return null;
        }

        if (SystemCalls.TryLock(hold) && Directory.Exists(directory))
            return hold;
        hold.Dispose();
        return null;
    }

    private static bool RemoveAbandoned(string directory)
    {
        try
        {
            using var hold = TryHold(directory);
            return hold is not null && Remove(directory);
        }
        catch (KernelException)
        {
            return false; // It is another user's.
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
