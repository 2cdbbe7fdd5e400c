using System.Diagnostics;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Helper;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Programs;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Docker;

/// <summary>The helper on the engine of this machine: it does there what this process may have no right to.</summary>
public sealed class HelperContainerTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string _table = $"rafttorture_test_{Guid.NewGuid():n}"[..28];
    private readonly HelperSpec _spec = AgentProcess.InContainer();
    private ContainerEngine _engine = null!;

    [OneTimeSetUp]
    public async Task Connect()
    {
        await RequireDocker.AsyncOnLinux();
        Require.Programs("nft", "iptables", "ip", "tc", "ss", "losetup", "mkfs.ext4", "nsenter");
        _engine = await ContainerEngine.ConnectAsync(None);
    }

    [TearDown]
    public async Task RemoveWhatATestLeft()
    {
        await _engine.Containers.RemoveAsync(_spec.Name, None);
        await _engine.Volumes.RemoveAsync(_spec.Volume, None);
    }

    [OneTimeTearDown]
    public void Disconnect() => _engine?.Dispose();

    [Test]
    public async Task Its_agent_runs_each_tool()
    {
        await using var helper = await HelperContainer.StartAsync(_engine, _spec, None);
        string[][] tools =
        [
            ["nft", "list", "tables"], ["iptables", "-t", "raw", "-S"], ["ip", "link"], ["tc", "qdisc"], ["ss", "-tn"],
            ["losetup", "-a"], ["mkfs.ext4", "-V"], ["nsenter", "--net=/proc/self/ns/net", "ip", "addr"], ["mount", "--version"], ["fallocate", "--version"],
        ];
        foreach (var tool in tools)
        {
            var end = await helper.Kernel.AskAsync(new RunProgram(tool[0], [.. tool[1..]]), None);
            Assert.That(end.Code, Is.Zero, $"{string.Join(' ', tool)}: {end.Error}");
        }
    }

    [Test]
    public async Task It_touches_what_belongs_to_the_engines_machine()
    {
        using var bystander = Process.Start(new ProcessStartInfo("sleep", ["600"]))!;
        await using var helper = await HelperContainer.StartAsync(_engine, _spec, None);
        Require.That(_engine.Address.IsLocal, "an engine that shares this kernel");
        await helper.Kernel.DemandAsync("nsenter", [$"--net=/proc/{bystander.Id}/ns/net", "ip", "link", "show", "lo"], null, None);
        await helper.Kernel.DemandAsync("cat", [$"/proc/{bystander.Id}/environ"], null, None);
        bystander.Kill();
    }

    [Test]
    public async Task What_was_done_is_undone_and_nothing_of_it_is_left_at_the_end()
    {
        var helper = await HelperContainer.StartAsync(_engine, _spec, None);
        await MakeTableAsync(helper);
        Assert.That(await TablesAsync(), Does.Contain(_table));
        await helper.DisposeAsync();
        Assert.That(await TablesAsync(), Does.Not.Contain(_table));
        Assert.That(await _engine.Containers.ListAsync($"rafttorture.test={_spec.Name}", None), Is.Empty);
        Assert.That(await _engine.Volumes.ListAsync($"rafttorture.test={_spec.Name}", None), Is.Empty);
    }

    [Test]
    public async Task When_the_harness_is_killed_everything_is_undone_and_the_container_goes_away()
    {
        using var harness = await DoomedHelper.StartAsync(_spec, _table);
        Assert.That(await TablesAsync(), Does.Contain(_table));
        harness.Kill();
        await UntilAsync(async () => !(await TablesAsync()).Contains(_table), "the table is gone");
        await UntilAsync(async () => (await _engine.Containers.ListAsync($"rafttorture.test={_spec.Name}", None)).Count == 0, "the container is gone");
    }

    [Test]
    public async Task A_loop_device_in_its_volume_can_be_made_and_mounted()
    {
        await using var helper = await HelperContainer.StartAsync(_engine, _spec, None);
        const string image = HelperSpec.Disks + "/disk.img";
        await helper.Kernel.DemandAsync("fallocate", ["-l", "64M", image], null, None);
        await helper.Kernel.DemandAsync("mkfs.ext4", ["-q", "-F", image], null, None);
        var device = (await helper.Kernel.DemandAsync("losetup", ["-f", "--show", image], null, None)).Trim();
        var loop = await helper.Kernel.AskAsync(new RunProgram("mount", [device, "/tmp"]), None);
        await helper.Kernel.AskAsync(new RunProgram("umount", ["/tmp"]), None);
        await helper.Kernel.DemandAsync("losetup", ["-d", device], null, None);
        Assert.That(loop.Code, Is.Zero, loop.Error);
    }

    private async Task MakeTableAsync(HelperContainer helper)
    {
        await helper.Kernel.AskAsync(new AtEnd(DoomedHelper.RemovalOf(_table)), None);
        await helper.Kernel.DemandAsync("nft", ["add", "table", "bridge", _table], null, None);
    }

    /// <summary>Asked by other means than the agent, which shows that it is this machine's.</summary>
    private static async Task<string> TablesAsync()
    {
        Require.Root();
        await using var kernel = new OwnKernel();
        return await kernel.DemandAsync("nft", ["list", "tables"], null, None);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
        {
            if (late.IsCancellationRequested)
                Assert.Fail($"not within 20 s: {what}");
            await Task.Delay(20);
        }
    }
}
