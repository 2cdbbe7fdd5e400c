using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Faults.Clocks;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Clocks;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Tests.Kit;
using RaftTorture.Targets.Worlds;
using RaftTorture.Targets.Worlds.Faults;

namespace RaftTorture.Targets.Tests.Worlds;

/// <summary>Every receipt of a wrong clock twice: with a lever that works, and with one that does nothing, when it must not be confirmed.</summary>
public sealed class ClockInjectorTests
{
    private static IEnumerable<TestCaseData> Faults =>
    [
        Case("an hour ahead", new Fault.BumpClock(["n1"], 3_600_000)),
        Case("half a minute back", new Fault.BumpClock(["n1"], -30_000)),
        Case("fifty milliseconds", new Fault.BumpClock(["n1"], 50)),
        Case("half as fast again", new Fault.DriftClock(["n1"], 500_000)),
        Case("a bad crystal", new Fault.DriftClock(["n1"], -20_000, IsMonotonicToo: true)),
        Case("a strobe", new Fault.StrobeClock(["n1"], 200, 64)),
        Case("a fast strobe", new Fault.StrobeClock(["n1"], -500, 1)),
    ];

    private static TestCaseData Case(string name, Fault fault) => new TestCaseData(fault).SetArgDisplayNames(name);

    [SetUp]
    public void Need() => Require.That(SkewBlob.WhyMissing is null, "Linux on x86-64");

    [TestCaseSource(nameof(Faults))]
    public async Task A_wrong_clock_and_a_right_one_are_confirmed_by_what_the_node_says(Fault fault)
    {
        await using var node = await LoneNode.StartAsync();
        await using var kernel = new OwnKernel();
        await using var injector = Injector(kernel, node);
        var wrong = await ApplyAsync(injector, fault);
        var right = await ApplyAsync(injector, fault.Heal!);
        Assert.That((wrong.Confirmed, right.Confirmed), Is.EqualTo((true, true)), $"{wrong.Evidence} / {right.Evidence}");
    }

    [TestCaseSource(nameof(Faults))]
    public async Task A_lever_that_does_nothing_is_not_confirmed(Fault fault)
    {
        await using var node = await LoneNode.StartAsync();
        await using var kernel = new LazyKernel(typeof(SkewClock), typeof(StrobeClock));
        await using var injector = Injector(kernel, node);
        Assert.That((await ApplyAsync(injector, fault)).Confirmed, Is.False);
    }

    [TestCaseSource(nameof(Faults))]
    public async Task A_heal_that_does_nothing_is_not_confirmed(Fault fault)
    {
        await using var node = await LoneNode.StartAsync();
        await using var kernel = new LazyKernel(typeof(ResetClock));
        await using var injector = Injector(kernel, node);
        await ApplyAsync(injector, fault);
        Assert.That((await ApplyAsync(injector, fault.Heal!)).Confirmed, Is.False);
    }

    [Test]
    public async Task A_jump_that_is_too_small_to_be_told_from_none_is_not_confirmed()
    {
        await using var node = await LoneNode.StartAsync();
        await using var kernel = new OwnKernel();
        await using var injector = Injector(kernel, node);
        var effect = await ApplyAsync(injector, new Fault.BumpClock(["n1"], 1));
        Assert.That(effect.Confirmed, Is.False);
        Assert.That(effect.Evidence, Does.Contain("cannot be told from none"));
    }

    [Test]
    public async Task A_node_that_is_started_again_has_the_clock_that_it_had()
    {
        await using var node = await LoneNode.StartAsync();
        await using var kernel = new OwnKernel();
        await using var injector = Injector(kernel, node);
        await ApplyAsync(injector, new Fault.BumpClock(["n1"], 3_600_000));

        await RestartAsync(node, injector);

        Assert.That(await OffsetMsAsync(node), Is.EqualTo(3_600_000).Within(2_000));
        var right = await ApplyAsync(injector, new Fault.ResetClock(["n1"]));
        Assert.That(right.Confirmed, Is.True, right.Evidence);
        await RestartAsync(node, injector);
        Assert.That(await OffsetMsAsync(node), Is.Zero.Within(2_000));
    }

    [Test]
    public async Task Of_a_node_that_is_down_nothing_is_seen_and_it_starts_with_a_wrong_clock()
    {
        await using var node = await LoneNode.StartAsync();
        await using var kernel = new OwnKernel();
        await using var injector = Injector(kernel, node);
        await KillAsync(node);

        var effect = await ApplyAsync(injector, new Fault.BumpClock(["n1"], 3_600_000));

        Assert.That((effect.Confirmed, effect.Evidence), Is.EqualTo((false, "n1: it is down, and starts with a wrong clock")));
        await RestartAsync(node, injector);
        Assert.That(await OffsetMsAsync(node), Is.EqualTo(3_600_000).Within(2_000));
    }

    [Test]
    public async Task Of_a_node_that_is_paused_nothing_is_seen()
    {
        await using var node = await LoneNode.StartAsync();
        await using var kernel = new OwnKernel();
        await using var injector = Injector(kernel, node);
        await node.SendAsync(Signal.Stop, CancellationToken.None);
        node.Life!.IsPaused = true;

        var wrong = await ApplyAsync(injector, new Fault.BumpClock(["n1"], 3_600_000));
        var right = await ApplyAsync(injector, new Fault.ResetClock(["n1"]));

        Assert.That((wrong.Confirmed, right.Confirmed), Is.EqualTo((false, false)));
        Assert.That(wrong.Evidence + right.Evidence, Does.Contain("is paused, and does not tell").And.Contain("paused and does not tell"));
    }

    [Test]
    public async Task A_node_whose_machine_is_elsewhere_is_compared_with_what_it_said_before()
    {
        await using var node = await LoneNode.StartAsync();
        await using var kernel = new OwnKernel();
        await using var injector = new ClockInjector(new VdsoLever(kernel), [node], async (_, cancellation) => await ReadAsync(node, cancellation) - TimeSpan.FromHours(2), NoMonotonic);
        var wrong = await ApplyAsync(injector, new Fault.BumpClock(["n1"], 60_000));
        var right = await ApplyAsync(injector, new Fault.ResetClock(["n1"]));
        Assert.That((wrong.Confirmed, right.Confirmed), Is.EqualTo((true, true)), $"{wrong.Evidence} / {right.Evidence}");
    }

    [Test]
    public async Task A_clock_that_tells_seconds_is_enough_for_a_jump_of_a_minute()
    {
        await using var node = await LoneNode.StartAsync();
        await using var kernel = new OwnKernel();
        await using var injector = new ClockInjector(new VdsoLever(kernel), [node], async (_, cancellation) => WholeSeconds(await ReadAsync(node, cancellation)), NoMonotonic);
        var wrong = await ApplyAsync(injector, new Fault.BumpClock(["n1"], -60_000));
        var right = await ApplyAsync(injector, new Fault.ResetClock(["n1"]));
        Assert.That((wrong.Confirmed, right.Confirmed), Is.EqualTo((true, true)), $"{wrong.Evidence} / {right.Evidence}");
    }

    [Test]
    public async Task A_node_that_does_not_tell_its_clock_confirms_nothing()
    {
        await using var node = await LoneNode.StartAsync();
        await using var kernel = new OwnKernel();
        await using var injector = new ClockInjector(new VdsoLever(kernel), [node], static (_, _) => Task.FromResult<DateTimeOffset?>(null), NoMonotonic);
        var effect = await ApplyAsync(injector, new Fault.BumpClock(["n1"], 60_000));
        Assert.That((effect.Confirmed, effect.Evidence), Is.EqualTo((false, "n1: it does not tell its clock")));
    }

    [Test]
    public async Task A_monotonic_clock_that_does_not_drift_along_is_not_confirmed()
    {
        await using var node = await LoneNode.StartAsync();
        await using var kernel = new OwnKernel();
        var start = Stopwatch.GetTimestamp();
        await using var injector = new ClockInjector(
            new VdsoLever(kernel), [node], (_, cancellation) => ReadAsync(node, cancellation), (_, _) => Task.FromResult<TimeSpan?>(Stopwatch.GetElapsedTime(start)));
        var effect = await ApplyAsync(injector, new Fault.DriftClock(["n1"], 500_000, IsMonotonicToo: true));
        Assert.That(effect.Confirmed, Is.False, effect.Evidence);
    }

    [Test]
    public async Task A_monotonic_clock_that_is_not_told_is_left_alone()
    {
        await using var node = await LoneNode.StartAsync();
        await using var kernel = new OwnKernel();
        await using var injector = new ClockInjector(new VdsoLever(kernel), [node], (_, cancellation) => ReadAsync(node, cancellation), NoMonotonic);
        var effect = await ApplyAsync(injector, new Fault.DriftClock(["n1"], 500_000, IsMonotonicToo: true));
        Assert.That(effect.Confirmed, Is.True, effect.Evidence);
        Assert.That(effect.Evidence, Does.EndWith("its monotonic clock was left alone, for it does not tell it"));
        var (start, first) = (Stopwatch.GetTimestamp(), await MonotonicAsync(node, default));
        await Task.Delay(300);
        Assert.That(await MonotonicAsync(node, default) - first, Is.LessThanOrEqualTo(Stopwatch.GetElapsedTime(start) + TimeSpan.FromMilliseconds(2)));
    }

    private static ClockInjector Injector(IKernel kernel, LoneNode node) =>
        new(new VdsoLever(kernel), [node], (_, cancellation) => ReadAsync(node, cancellation), (_, cancellation) => MonotonicAsync(node, cancellation));

    private static Task<TimeSpan?> NoMonotonic(INode node, CancellationToken cancellation) => Task.FromResult<TimeSpan?>(null);

    private static async Task<TimeSpan?> MonotonicAsync(LoneNode node, CancellationToken cancellation) =>
        await node.Api.StatusAsync(cancellation) is { } status ? TimeSpan.FromMilliseconds(status.MonotonicMs) : null;

    private static async Task<FaultEffect> ApplyAsync(ClockInjector injector, Fault fault)
    {
        var effect = await injector.ApplyAsync(fault, CancellationToken.None);
        TestContext.Out.WriteLine($"{fault.F} {fault.Description}: {effect.Confirmed}, {effect.Evidence}");
        return effect;
    }

    private static async Task KillAsync(LoneNode node)
    {
        await node.SendAsync(Signal.Kill, CancellationToken.None);
        await node.Life!.Ended;
    }

    private static async Task RestartAsync(LoneNode node, IFollowsLives follower)
    {
        if (node.Life is { IsAlive: true })
            await KillAsync(node);
        await node.LaunchAsync(node, StartHow.Again, CancellationToken.None);
        await follower.LaunchedAsync(node, CancellationToken.None);
        await node.BecomeReadyAsync(node, CancellationToken.None);
    }

    private static async Task<double> OffsetMsAsync(LoneNode node) => ((await ReadAsync(node, CancellationToken.None))!.Value - DateTimeOffset.UtcNow).TotalMilliseconds;

    private static async Task<DateTimeOffset?> ReadAsync(LoneNode node, CancellationToken cancellation) =>
        await node.Api.StatusAsync(cancellation) is { } status ? DateTimeOffset.FromUnixTimeMilliseconds(status.ClockMs) : null;

    private static DateTimeOffset? WholeSeconds(DateTimeOffset? clock) => clock is { } known ? DateTimeOffset.FromUnixTimeSeconds(known.ToUnixTimeSeconds()) : null;
}
