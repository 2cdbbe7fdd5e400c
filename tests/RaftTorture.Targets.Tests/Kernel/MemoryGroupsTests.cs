using System.Diagnostics;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Memory;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Kernel;

public sealed class MemoryGroupsTests
{
    [Test]
    public async Task A_group_that_is_still_empty_is_not_another_runs_to_remove()
    {
        Require.Root();
        await using var groups = new MemoryGroups();
        using var process = Process.Start("sleep", "30");
        try
        {
            var group = groups.Make(process.Id, "story");
            File.WriteAllText(Path.Combine(MemoryHierarchy.Find()!.Root, "cgroup.procs"), $"{process.Id}");
            MemoryGroups.RemoveEmpty();
            Assert.That(Directory.Exists(group.Directory), "it is held");
        }
        catch (KernelException absent)
        {
            Require.That(false, absent.Message);
        }
        finally
        {
            process.Kill();
        }
    }

    [Test]
    public void An_empty_group_that_nobody_holds_is_removed()
    {
        Require.Root();
        Require.That(MemoryHierarchy.Find() is not null, "control groups of memory");
        var left = Directory.CreateDirectory(Path.Combine(MemoryHierarchy.Find()!.Root, $"{MemoryGroup.Prefix}left-{Guid.NewGuid():n}")).FullName;
        MemoryGroups.RemoveEmpty();
        Assert.That(Directory.Exists(left), Is.False);
    }
}
