using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Disks;
using RaftTorture.Targets.Kernel.Processes;
using RaftTorture.Targets.Tests.Kit;
using RaftTorture.Targets.Worlds;
using RaftTorture.Targets.Worlds.Faults;

namespace RaftTorture.Targets.Tests.Worlds;

/// <summary>Disks that are slow before anything is done to them, and levers that do nothing.</summary>
public sealed class DiskBreakerTests
{
    private const double UsualMs = 5;

    [TestCase(DiskTrouble.Hung, 0, 150, 900)]
    [TestCase(DiskTrouble.Slow, 100, 90, 100)]
    public async Task A_disk_that_was_slow_before_is_not_called_so_afterwards(DiskTrouble trouble, int delayMs, double worstMs, double laterMs)
    {
        var effect = await BreakAsync(new Fault.BreakDisk(["n1"], trouble, delayMs), worstMs, laterMs, new PaperNode(), isThere: true);
        Assert.That(effect.Confirmed, Is.False, effect.Evidence);
    }

    [TestCase(DiskTrouble.Hung, 0, 100_000)]
    [TestCase(DiskTrouble.Slow, 100, 100)]
    public async Task A_disk_that_was_fast_before_is(DiskTrouble trouble, int delayMs, double laterMs)
    {
        var effect = await BreakAsync(new Fault.BreakDisk(["n1"], trouble, delayMs), UsualMs, laterMs, new PaperNode(), isThere: true);
        Assert.That(effect.Confirmed, Is.True, effect.Evidence);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_node_that_had_ended_before_is_not_excused_by_its_disk(bool isThere)
    {
        var node = new PaperNode();
        var effect = await BreakAsync(new Fault.BreakDisk(["n1"], DiskTrouble.Hung), UsualMs, 100_000, node, isThere);
        Assert.That((effect.Confirmed, node.Life.IsCondemned), Is.EqualTo((isThere, isThere)), effect.Evidence);
    }

    /// <param name="worstMs">What one of the first blocks takes.</param>
    /// <param name="laterMs">What every block takes after the lever was pulled.</param>
    private static Task<FaultEffect> BreakAsync(Fault.BreakDisk harm, double worstMs, double laterMs, PaperNode node, bool isThere)
    {
        var (blocks, isPulled) = (0, false);
        var kernel = new ScriptedKernel(request => request switch
        {
            LookAtProcess => new ProcessSight(isThere, false, 0, 0),
            ProbeDisk probe => Sight(probe, isPulled ? laterMs : ++blocks == 3 ? worstMs : UsualMs),
            _ => Pull(),
        });
        return new DiskBreaker(kernel, _ => new PaperDisk()).BreakAsync(node, node.Life, harm, default);

        object? Pull()
        {
            isPulled = true;
            return null;
        }
    }

    private static DiskSight Sight(ProbeDisk probe, double tookMs) => new(tookMs <= probe.PatienceMs ? tookMs : null, null, 1);

    private sealed class PaperDisk : INodeDisk
    {
        public bool IsOwnFilesystem => true;

        public Task<string> OpenAsync(CancellationToken cancellation) => Task.FromResult("/data");

        public Task CloseAsync(CancellationToken cancellation) => Task.CompletedTask;

        public Task ReleaseAsync(CancellationToken cancellation) => Task.CompletedTask;

        public Task WipeAsync(CancellationToken cancellation) => Task.CompletedTask;
    }
}
