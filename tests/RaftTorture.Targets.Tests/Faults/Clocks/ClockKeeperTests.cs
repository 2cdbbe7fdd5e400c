using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Faults.Clocks;
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
