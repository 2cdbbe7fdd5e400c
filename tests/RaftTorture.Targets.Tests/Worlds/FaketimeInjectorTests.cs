using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Faults.Clocks;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Clocks.Faketime;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Tests.Kit;
using RaftTorture.Targets.Worlds;
using RaftTorture.Targets.Worlds.Faults;

namespace RaftTorture.Targets.Tests.Worlds;

/// <summary>The same receipts as of a patched vDSO, on nodes that were started with libfaketime; and those that must fail.</summary>
public sealed class FaketimeInjectorTests
{
    private static readonly Fault Hour = new Fault.BumpClock(["n1"], 3_600_000);

    private TemporaryDirectory _directory = null!;

    private static IEnumerable<TestCaseData> Faults =>
    [
        Case("an hour ahead", Hour),
        Case("half a minute back", new Fault.BumpClock(["n1"], -30_000)),
        Case("half as fast again", new Fault.DriftClock(["n1"], 500_000)),
        Case("a slow crystal", new Fault.DriftClock(["n1"], -100_000, IsMonotonicToo: true)),
        Case("a strobe", new Fault.StrobeClock(["n1"], 2000, 64)),
    ];

    private static TestCaseData Case(string name, Fault fault) => new TestCaseData(fault).SetArgDisplayNames(name);

    private FaketimePlace Place => new(FaketimeLibrary.Installed.Path!, Path.Combine(_directory.Path, "now"));

    [SetUp]
    public void Need()
    {
        Require.Faketime();
        _directory = new TemporaryDirectory();
    }

    [TearDown]
    public void Remove() => _directory.Dispose();

    [TestCaseSource(nameof(Faults))]
    public async Task A_wrong_clock_and_a_right_one_are_confirmed_by_what_the_node_says(Fault fault)
    {
        await using var node = await LoneNode.StartAsync(faketime: Place);
        await using var kernel = new OwnKernel();
        await using var injector = Injector(kernel, node, Place);
        var wrong = await ApplyAsync(injector, fault);
        var right = await ApplyAsync(injector, fault.Heal!);
        Assert.That((wrong.Confirmed, right.Confirmed), Is.EqualTo((true, true)), $"{wrong.Evidence} / {right.Evidence}");
        Assert.That(wrong.Evidence, Does.StartWith("by libfaketime: n1: its clock"));
    }

    [TestCaseSource(nameof(Faults))]
    public async Task A_library_that_does_nothing_is_not_confirmed(Fault fault)
    {
        var place = Place with { Library = "/nowhere/libnothing.so" };
        await using var node = await LoneNode.StartAsync(faketime: place);
        await using var kernel = new OwnKernel();
        await using var injector = Injector(kernel, node, place);
        var effect = await ApplyAsync(injector, fault);
        Assert.That(effect.Confirmed, Is.False);
        Assert.That(effect.Evidence, Does.Contain("libfaketime is not loaded"));
    }

    [TestCaseSource(nameof(Faults))]
    public async Task A_heal_that_does_nothing_is_not_confirmed(Fault fault)
    {
        await using var node = await LoneNode.StartAsync(faketime: Place);
        await using var kernel = new Liar();
        await using var injector = Injector(kernel, node, Place);
        await ApplyAsync(injector, fault);
        Assert.That((await ApplyAsync(injector, fault.Heal!)).Confirmed, Is.False);
    }

    [Test]
    public async Task A_program_of_go_is_not_reached_and_the_receipt_says_why()
    {
        Require.Programs("etcd");
        await using var etcd = await EtcdNode.StartAsync(Place);
        await using var kernel = new OwnKernel();
        await using var injector = new ClockInjector(new FaketimeLever(kernel, _ => Place), [etcd], (_, _) => etcd.ReadClockAsync(), (_, _) => Task.FromResult<TimeSpan?>(null));
        var effect = await ApplyAsync(injector, Hour);
        Assert.That(effect.Confirmed, Is.False);
        Assert.That(effect.Evidence, Does.Contain("not +3600000 ms; libfaketime is loaded; a program").And.Contain("those of Go"));
    }

    [Test]
    public async Task Of_two_clocks_that_should_drift_the_monotonic_one_is_left_alone_and_the_receipt_says_so()
    {
        await using var node = await LoneNode.StartAsync(faketime: Place);
        await using var kernel = new OwnKernel();
        await using var injector = Injector(kernel, node, Place);
        var effect = await ApplyAsync(injector, new Fault.DriftClock(["n1"], 500_000, IsMonotonicToo: true));
        Assert.That(effect.Evidence, Does.EndWith("its monotonic clock was left alone, for libfaketime never fakes it"));
        var (start, first) = (Stopwatch.GetTimestamp(), (await node.Api.StatusAsync(default))!.MonotonicMs);
        await Task.Delay(300);
        Assert.That((await node.Api.StatusAsync(default))!.MonotonicMs - first, Is.LessThanOrEqualTo(Stopwatch.GetElapsedTime(start).TotalMilliseconds + 2));
    }

    [Test]
    public async Task A_node_that_is_started_again_has_the_clock_that_it_had()
    {
        await using var node = await LoneNode.StartAsync(faketime: Place);
        await using var kernel = new OwnKernel();
        await using var injector = Injector(kernel, node, Place);
        await ApplyAsync(injector, Hour);
        await RestartAsync(node, injector);
        Assert.That(await OffsetMsAsync(node), Is.EqualTo(3_600_000).Within(2_000));
    }

    [Test]
    public async Task A_machine_that_ends_leaves_no_process_with_a_wrong_clock()
    {
        await using var node = await LoneNode.StartAsync(faketime: Place);
        await using (var kernel = new OwnKernel())
        await using (var injector = Injector(kernel, node, Place))
            await ApplyAsync(injector, new Fault.StrobeClock(["n1"], 3_600_000, 1));
        Assert.That(await OffsetMsAsync(node), Is.Zero.Within(2_000));
        Assert.That(File.ReadAllText(Place.File), Is.EqualTo(FaketimePlace.Truth));
    }

    private static ClockInjector Injector(IKernel kernel, LoneNode node, FaketimePlace place) => new(
        new FaketimeLever(kernel, _ => place), [node], (_, cancellation) => ReadAsync(node, cancellation), (_, cancellation) => MonotonicAsync(node, cancellation));

    private static async Task<FaultEffect> ApplyAsync(ClockInjector injector, Fault fault)
    {
        var effect = await injector.ApplyAsync(fault, CancellationToken.None);
        TestContext.Out.WriteLine($"{fault.F} {fault.Description}: {effect.Confirmed}, {effect.Evidence}");
        return effect;
    }

    private static async Task RestartAsync(LoneNode node, IFollowsLives follower)
    {
        await node.SendAsync(Signal.Kill, CancellationToken.None);
        await node.Life!.Ended;
        await node.LaunchAsync(node, StartHow.Again, CancellationToken.None);
        await follower.LaunchedAsync(node, CancellationToken.None);
        await node.BecomeReadyAsync(node, CancellationToken.None);
    }

    private static async Task<double> OffsetMsAsync(LoneNode node) => ((await ReadAsync(node, CancellationToken.None))!.Value - DateTimeOffset.UtcNow).TotalMilliseconds;

    private static async Task<DateTimeOffset?> ReadAsync(LoneNode node, CancellationToken cancellation) =>
        await node.Api.StatusAsync(cancellation) is { } status ? DateTimeOffset.FromUnixTimeMilliseconds(status.ClockMs) : null;

    private static async Task<TimeSpan?> MonotonicAsync(LoneNode node, CancellationToken cancellation) =>
        await node.Api.StatusAsync(cancellation) is { } status ? TimeSpan.FromMilliseconds(status.MonotonicMs) : null;

    /// <summary>A machine that never tells a process the true time, and says that it does.</summary>
    private sealed class Liar : IKernel
    {
        private readonly OwnKernel _machine = new();

        public Task<TReply> AskAsync<TReply>(KernelRequest<TReply> request, CancellationToken cancellation)
            where TReply : notnull =>
            request is FakeTime { Time: var time } && time == new FakedTime() ? Task.FromResult((TReply)(object)Done.It) : _machine.AskAsync(request, cancellation);

        public ValueTask DisposeAsync() => _machine.DisposeAsync();
    }
}
