using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Faults.Clocks;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Clocks;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Faults.Clocks;

public sealed class ClockKeeperTests
{
    [Test]
    public async Task A_process_that_becomes_the_node_only_later_has_a_wrong_clock_all_the_same()
    {
        Require.That(SkewBlob.WhyMissing is null, "Linux on x86-64");
        using var process = ClockTeller.StartAsAShell();
        await using var kernel = new OwnKernel();
        await using var keeper = new ClockKeeper(new VdsoLever(kernel));
        var life = new Life(process.Pid);
        await keeper.KeepAsync("n1", life, new WrongClock(new Fault.BumpClock(["n1"], 3_600_000), ClockProbe.NowMs), CancellationToken.None);

        process.GoOn();
        process.BecomeReady();
        life.HasServed = true;

        await Eventually.IsTrue(() => Math.Abs(process.WallOffsetMs - 3_600_000) < 2_000, "a wrong clock");
        Assert.That(await keeper.LetGoAsync("n1"), Is.Null);
    }

    /// <summary>So it is in the instants in which a process becomes another program.</summary>
    [Test]
    public async Task A_refusal_that_passes_is_none()
    {
        var refusals = 3;
        await using var kernel = new ScriptedKernel(request => request is ReadSkew && refusals-- > 0 ? throw new KernelException("no vDSO") : ClockSkew.Unpatched);
        await using var keeper = new ClockKeeper(new VdsoLever(kernel));
        await keeper.KeepAsync("n1", new Life(Environment.ProcessId) { HasServed = true }, Wrong, CancellationToken.None);

        await Eventually.IsTrue(() => refusals < 0, "another look");
        Assert.That(await keeper.LetGoAsync("n1"), Is.Null);
    }

    [Test]
    public async Task A_refusal_that_stays_is_told()
    {
        var looks = 0;
        await using var kernel = new ScriptedKernel(request => request is ReadSkew && looks++ >= 0 ? throw new KernelException("no vDSO") : ClockSkew.Unpatched);
        await using var keeper = new ClockKeeper(new VdsoLever(kernel));
        await keeper.KeepAsync("n1", new Life(Environment.ProcessId) { HasServed = true }, Wrong, CancellationToken.None);

        await Eventually.IsTrue(() => keeper.IsOver("n1"), "the end of the watch");
        var why = await keeper.LetGoAsync("n1");
        Assert.That((why, looks > 10), Is.EqualTo(("no vDSO", true)));
    }

    private static WrongClock Wrong => new(new Fault.BumpClock(["n1"], 3_600_000), ClockProbe.NowMs);

    private sealed class Life(int pid) : INodeLife
    {
        public int Pid => pid;

        public bool IsAlive => ProcessIdentity.Of(pid) is not null;

        public Task<int> Ended { get; } = new TaskCompletionSource<int>().Task;

        public bool HasServed { get; set; }

        public bool IsCondemned { get; set; }

        public bool IsPaused { get; set; }
    }
}
