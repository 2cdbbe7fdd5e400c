using System.Diagnostics;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Memory;

/// <summary>Tries on a process of its own whether it can be put into a group, limited, and seen to be limited.</summary>
internal sealed record TryLimitingMemory : KernelRequest<Ability>
{
    private const long Enough = 64 << 20;
    private const string Remedy = "sudo, on a machine with control groups (ls /sys/fs/cgroup), or --world docker";

    protected override async Task<Ability> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        if (MemoryHierarchy.Find() is not { } hierarchy)
            return Ability.Missing("the kernel has no control groups of memory", Remedy);
        using var trial = Process.Start(new ProcessStartInfo("sleep", ["10"]))!;
        await using var groups = new MemoryGroups();
        try
        {
            var group = groups.Make(trial.Id, "trial");
            group.Limit(Enough);
            return group.Look().LimitBytes == Enough
                ? new Ability(true, $"control groups, version {(hierarchy.IsSecond ? 2 : 1)}")
                : Ability.Missing("a limit of memory that was set cannot be read back", Remedy);
        }
        catch (Exception refused) when (refused is KernelException or IOException or UnauthorizedAccessException)
        {
            return Ability.Missing(refused.Message, Remedy);
        }
        finally
        {
            trial.Kill();
            await trial.WaitForExitAsync(CancellationToken.None);
        }
    }
}
