using System.Diagnostics;
using System.Reflection;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Helper;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Programs;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Docker;

/// <summary>Faults are the same through the helper as by this process itself, where this process is root.</summary>
public sealed class HelperAbilityTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly OwnKernel _own = new OwnKernel();
    private ContainerEngine _engine = null!;
    private HelperContainer _helper = null!;

    /// <summary>Every family's own trial, found by its shape: a new one is tried here by itself.</summary>
    private static IEnumerable<TestCaseData> Probes => typeof(IKernel).Assembly.GetTypes()
        .Select(type => type.GetMethod("ProbeAsync", BindingFlags.Static | BindingFlags.Public, [typeof(IKernel), typeof(CancellationToken)]))
        .OfType<MethodInfo>()
        .Where(method => method.ReturnType == typeof(Task<Ability>))
        .OrderBy(method => method.DeclaringType!.Name, StringComparer.Ordinal)
        .Select(method => new TestCaseData(method).SetArgDisplayNames(method.DeclaringType!.Name));

    [OneTimeSetUp]
    public async Task Start()
    {
        await RequireDocker.AsyncOnLinux();
        Require.Root();
        _engine = await ContainerEngine.ConnectAsync(None);
        var start = Stopwatch.GetTimestamp();
        _helper = await HelperContainer.StartAsync(_engine, AgentProcess.InContainer(), None);
        TestContext.Progress.WriteLine($"helper: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms to find its image and to start it");
    }

    [OneTimeTearDown]
    public async Task End()
    {
        if (_helper is not null)
            await _helper.DisposeAsync();
        _engine?.Dispose();
        await _own.DisposeAsync();
    }

    [TestCaseSource(nameof(Probes))]
    public async Task What_this_process_can_do_as_root_its_agent_can_do_too(MethodInfo probe)
    {
        var own = await (Task<Ability>)probe.Invoke(null, [_own, None])!;
        var helpers = await (Task<Ability>)probe.Invoke(null, [_helper.Kernel, None])!;
        Assert.That(helpers.Works || !own.Works, Is.True, $"by itself: {own.Words}; through the helper: {helpers.Words}");
    }

    [Test]
    public async Task A_request_goes_there_and_back_and_so_does_a_rule()
    {
        var table = $"rafttorture_test_{Guid.NewGuid():n}"[..28];
        await _helper.Kernel.AskAsync(new AtEnd(DoomedHelper.RemovalOf(table)), None);
        var start = Stopwatch.GetTimestamp();
        await _helper.Kernel.AskAsync(new AtEnd(DoomedHelper.RemovalOf(table)), None);
        var there = Stopwatch.GetElapsedTime(start);
        await _helper.Kernel.DemandAsync("nft", ["add", "table", "bridge", table], null, None);
        var rule = Stopwatch.GetElapsedTime(start) - there;
        Assert.That(await _own.DemandAsync("nft", ["list", "tables"], null, None), Does.Contain(table));
        TestContext.Progress.WriteLine($"helper: {there.TotalMilliseconds:0.00} ms a request there and back, {rule.TotalMilliseconds:0.0} ms an nft process");
    }
}
