using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Memory;

/// <summary>What the kernel says of the memory of the group that a process is in.</summary>
internal sealed record LookAtMemory(int Pid) : KernelRequest<MemorySight>
{
    protected override Task<MemorySight> PerformAsync(Workshop workshop, CancellationToken cancellation) =>
        Task.FromResult(MemoryOf.Process(Pid, static group => group.Look()));
}

/// <summary>The same of a group by its directory, whose process may be dead.</summary>
internal sealed record LookAtMemoryGroup(string Group) : KernelRequest<MemorySight>
{
    protected override Task<MemorySight> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult(new MemoryGroup(Group, File.Exists(Path.Combine(Group, "memory.current"))).Look());
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"{Group} cannot be read: {gone.Message}", gone);
        }
    }
}

/// <summary>Limits the memory of a process that was put into a group of its own, or lifts the limit (null).</summary>
/// <returns>What the kernel says afterwards.</returns>
internal sealed record LimitMemory(int Pid, long? Bytes) : KernelRequest<MemorySight>
{
    protected override Task<MemorySight> PerformAsync(Workshop workshop, CancellationToken cancellation) => Task.FromResult(MemoryOf.Process(Pid, group =>
    {
        if (!group.IsOurs)
            throw new KernelException($"process {Pid} is in {group.Directory}, which is not ours to limit");
        group.Limit(Bytes);
        return group.Look();
    }));
}

/// <summary>Puts a process into a group of memory of its own, which lives as long as the workshop.</summary>
/// <param name="Name">A file name's characters.</param>
internal sealed record JoinMemoryGroup(int Pid, string Name) : KernelRequest<MemorySight>
{
    protected override Task<MemorySight> PerformAsync(Workshop workshop, CancellationToken cancellation) =>
        Task.FromResult(workshop.Get<MemoryGroups>().Make(Pid, Name).Look());
}

/// <summary>Removes groups of memory of dead runs.</summary>
/// <returns>How many there were.</returns>
internal sealed record RemoveEmptyMemoryGroups : KernelRequest<Removed>
{
    protected override Task<Removed> PerformAsync(Workshop workshop, CancellationToken cancellation) => Task.FromResult(new Removed(MemoryGroups.RemoveEmpty()));
}

/// <summary>How many things are gone.</summary>
internal sealed record Removed(int Count);

/// <summary>Finds the group of a process, and tells its refusals as a kernel's.</summary>
internal static class MemoryOf
{
    public static MemorySight Process(int pid, Func<MemoryGroup, MemorySight> act)
    {
        var hierarchy = MemoryHierarchy.Find() ?? throw new KernelException("the kernel has no control groups of memory");
        var group = hierarchy.GroupOf(pid) ?? throw new KernelException($"no group of memory was found that process {pid} is in");
        try
        {
            return act(group);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"the memory of process {pid} in {group.Directory}: {refused.Message}", refused);
        }
    }
}
