using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Clocks;
using RaftTorture.Targets.Kernel.Clocks.Faketime;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Processes;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Kernel.Clocks;

/// <summary>What a real process says of its clocks while they are made to lie, all the time read by another thread of it.</summary>
/// <remarks>Offsets are compared with room for a busy machine: what is asked for is far larger.</remarks>
public sealed class SkewTests
{
    private const double RoomMs = 2_000;

    private OwnKernel _kernel = null!;
    private ClockTeller _process = null!;

    [SetUp]
    public void Start()
    {
        Require.That(SkewBlob.WhyMissing is null, "Linux on x86-64");
        _kernel = new OwnKernel();
        _process = ClockTeller.Start();
    }

    [TearDown]
    public async Task EndAsync()
    {
        _process?.Dispose();
        if (_kernel is not null)
            await _kernel.DisposeAsync();
    }

    [TestCase(3_600_000)]
    [TestCase(-30_000)]
    public async Task The_wall_clock_jumps_and_the_monotonic_one_does_not(double offsetMs)
    {
        await AskAsync(new SkewClock(_process.Pid, offsetMs));

        Assert.That(_process.WallOffsetMs, Is.EqualTo(offsetMs).Within(RoomMs));
        Assert.That(_process.MonotonicOffsetMs, Is.Zero.Within(RoomMs));
        Assert.That(_process.End(), Is.Zero);
    }

    [Test]
    public async Task A_clock_that_is_reset_is_right_again()
    {
        await AskAsync(new SkewClock(_process.Pid, 60_000));
        await AskAsync(new ResetClock(_process.Pid));

        Assert.That(_process.WallOffsetMs, Is.Zero.Within(RoomMs));
    }

    [Test]
    public async Task A_rate_begins_without_a_jump()
    {
        await AskAsync(new SkewClock(_process.Pid, 0, WallPpm: 500_000));
        var (startMs, start) = _process.Ask();
        Assert.That(_process.WallOffsetMs, Is.Zero.Within(RoomMs));

        await Eventually.IsTrue(() => _process.Ask().MonotonicMs > start + 500, "half a second");
        var (endMs, end) = _process.Ask();
        Assert.That((endMs - startMs) / (end - start), Is.EqualTo(1.5).Within(0.05));
    }

    [Test]
    public async Task The_monotonic_clock_drifts_and_neither_jumps_nor_goes_back_when_that_ends()
    {
        await AskAsync(new SkewClock(_process.Pid, 0, MonotonicPpm: 1_000_000));
        await Eventually.IsTrue(() => _process.MonotonicOffsetMs > 300, "300 ms gained");

        var reset = await AskAsync(new ResetClock(_process.Pid));

        Assert.That(reset.MonotonicPpm, Is.Zero);
        Assert.That(_process.MonotonicOffsetMs, Is.EqualTo(reset.MonotonicOffsetMs).Within(50));
        Assert.That(_process.WallOffsetMs, Is.Zero.Within(RoomMs));
        Assert.That(_process.End(), Is.Zero, "9: its monotonic clock went back");
    }

    [Test]
    public async Task A_strobe_shows_both_sides()
    {
        await AskAsync(new StrobeClock(_process.Pid, 100_000, 20));

        await Eventually.IsTrue(() => Math.Abs(_process.WallOffsetMs - 100_000) < RoomMs, "the far side");
        await Eventually.IsTrue(() => Math.Abs(_process.WallOffsetMs) < RoomMs, "the near side");
        await Eventually.IsTrue(() => Math.Abs(_process.WallOffsetMs - 100_000) < RoomMs, "the far side again");
    }

    [Test]
    public async Task A_new_lie_takes_the_place_of_the_old()
    {
        await AskAsync(new SkewClock(_process.Pid, 3_600_000, WallPpm: 1000));
        var skew = await AskAsync(new SkewClock(_process.Pid, -60_000));

        Assert.That(skew, Is.EqualTo(await AskAsync(new ReadSkew(_process.Pid))));
        Assert.That(skew, Is.EqualTo(new ClockSkew(true, -60_000, 0, 0, 0, 0, 0)));
        Assert.That(_process.WallOffsetMs, Is.EqualTo(-60_000).Within(RoomMs));
    }

    [Test]
    public async Task The_end_of_the_kernel_sets_every_clock_right()
    {
        await AskAsync(new SkewClock(_process.Pid, 3_600_000, WallPpm: 1000));
        await _kernel.DisposeAsync();

        Assert.That(_process.WallOffsetMs, Is.Zero.Within(RoomMs));
    }

    [Test]
    public async Task Another_kernel_finds_the_patch_and_takes_it_over()
    {
        await AskAsync(new SkewClock(_process.Pid, 3_600_000));
        await using var other = new OwnKernel();

        Assert.That((await other.AskAsync(new ReadSkew(_process.Pid), CancellationToken.None)).WallOffsetMs, Is.EqualTo(3_600_000));
        await other.AskAsync(new ResetClock(_process.Pid), CancellationToken.None);
        Assert.That(_process.WallOffsetMs, Is.Zero.Within(RoomMs));
    }

    [Test]
    public async Task A_paused_process_is_skewed_and_stays_paused()
    {
        Signal.Stop.SendTo(_process.Pid);
        await Eventually.IsTrue(() => ProcStat.Read(_process.Pid) is { IsStopped: true }, "its stop");

        await AskAsync(new SkewClock(_process.Pid, 3_600_000));

        Assert.That(ProcStat.Read(_process.Pid), Has.Property(nameof(ProcStat.IsStopped)).True);
        Signal.Continue.SendTo(_process.Pid);
        Assert.That(_process.WallOffsetMs, Is.EqualTo(3_600_000).Within(RoomMs));
    }

    [Test]
    public async Task A_process_that_is_starved_meanwhile_is_patched_unharmed_and_stays_starved()
    {
        await _kernel.AskAsync(new Starve(_process.Pid, 30), CancellationToken.None);
        for (var lie = 1; lie <= 20; lie++)
            await AskAsync(new SkewClock(_process.Pid, lie * 60_000, MonotonicPpm: lie * 1000));

        Assert.That(_process.WallOffsetMs, Is.EqualTo(20 * 60_000).Within(RoomMs));
        await Eventually.IsTrue(() => ProcStat.Read(_process.Pid) is { IsStopped: true }, "the next stop");
        await _kernel.AskAsync(new Feed(_process.Pid), CancellationToken.None);
        Assert.That(_process.End(), Is.Zero);
    }

    [Test]
    public async Task A_process_that_was_never_touched_is_left_alone_by_a_reset()
    {
        Assert.That(await AskAsync(new ResetClock(_process.Pid)), Is.EqualTo(ClockSkew.Unpatched));
        Assert.That(await AskAsync(new ReadSkew(_process.Pid)), Is.EqualTo(ClockSkew.Unpatched));
    }

    [Test]
    public void A_process_that_is_gone_is_named()
    {
        _process.End();
        var refused = Assert.ThrowsAsync<KernelException>(() => AskAsync(new SkewClock(_process.Pid, 1)));
        Assert.That(refused!.Message, Is.EqualTo($"process {_process.Pid} is gone"));
    }

    [Test]
    public async Task The_probe_tries_it_and_says_how_it_works()
    {
        var ability = await ClockAbility.ProbeAsync(_kernel, ClockMethod.Auto, FaketimeLibrary.Installed, CancellationToken.None);
        Assert.That(ability.Works, Is.True, ability.Words);
        Assert.That(ability.Words, Does.Contain("vDSO"));
    }

    private Task<ClockSkew> AskAsync(KernelRequest<ClockSkew> request) => _kernel.AskAsync(request, CancellationToken.None);
}
