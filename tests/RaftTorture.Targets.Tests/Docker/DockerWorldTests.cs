using System.Collections.Immutable;
using RaftTorture.Targets.Docker;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Runs;
using RaftTorture.Targets.Kernel.Clocks.Faketime;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Processes;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems;
using RaftTorture.Targets.Tests.Kit;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Tests.Docker;

/// <summary>The world of containers on the engine of this machine, with shells as nodes.</summary>
public sealed class DockerWorldTests
{
    private const string Sleeps = "echo up; sleep 1000 & wait";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly CancellationToken None = CancellationToken.None;

    private TinyImage _image = null!;
    private TemporaryDirectory _directory = null!;
    private DockerWorld _world = null!;
    private RunLabels _labels = null!;
    private NodeLog _log = null!;

    private string LogText => string.Join('\n', File.ReadAllLines(Path.Combine(_directory.Path, "node.log")));

    [OneTimeSetUp]
    public async Task Import()
    {
        await RequireDocker.AsyncOnLinux();
        _image = await TinyImage.ImportAsync();
    }

    [OneTimeTearDown]
    public async Task RemoveImage()
    {
        if (_image is not null)
            await _image.DisposeAsync();
    }

    [SetUp]
    public async Task Prepare()
    {
        _directory = new TemporaryDirectory();
        _log = new NodeLog(Path.Combine(_directory.Path, "node.log"));
        _labels = RunLabels.OfOwn($"test-{Guid.NewGuid():n}");
        _world = await PrepareAsync(faketime: null);
    }

    [TearDown]
    public async Task Dismantle()
    {
        await _world.DisposeAsync();
        _log.Dispose();
        _directory.Dispose();
    }

    [Test]
    public async Task A_node_keeps_its_address_over_kill_and_start_also_when_the_other_was_started_in_between()
    {
        var first = await LaunchAsync(0, Sleeps);
        await KillAsync(first);
        var other = await LaunchAsync(1, Sleeps);
        var second = await LaunchAsync(0, Sleeps);
        Assert.That(await AddressOf(second), Is.EqualTo(_world.Sites[0].Address.ToString()));
        Assert.That(await AddressOf(other), Is.EqualTo(_world.Sites[1].Address.ToString()));
        Assert.That(second.Pid, Is.Not.EqualTo(first.Pid));
    }

    [Test]
    public async Task A_life_ends_with_the_code_of_its_process_after_its_last_words()
    {
        var life = await LaunchAsync(0, "echo one; echo two >&2; exit 7");
        Assert.That(await life.Ended, Is.EqualTo(7));
        Assert.That(LogText, Does.Contain("one").And.Contain("two").And.Contain("ended with code 7"));
    }

    [Test]
    public async Task A_life_that_is_killed_by_its_number_says_so_in_its_code()
    {
        Require.Root();
        var life = await LaunchAsync(0, Sleeps);
        await _world.Kernel.AskAsync(new SendSignal(life.Pid, Signal.Kill), None);
        Assert.That(await life.Ended, Is.EqualTo(128 + 9));
        Assert.That(life.IsAlive, Is.False);
    }

    [Test]
    public async Task Data_outlive_a_life_and_are_brought_to_the_run_directory_at_the_end()
    {
        Require.Root();
        var first = await LaunchAsync(0, "echo kept > /var/lib/raft/kept; echo moved > /var/lib/raft/data");
        await first.Ended;
        var second = await LaunchAsync(0, "read kept < /var/lib/raft/kept; echo \"found $kept\"; sleep 1000");
        await Eventually.IsTrue(() => LogText.Contains("found kept"), "the second life sees what the first wrote");
        Assert.That(File.ReadAllText(await _world.DiskOf(_world.Sites[0]).OpenAsync(None)), Is.EqualTo("moved\n"));
        Assert.That(File.ReadAllText(second.DataPath), Is.EqualTo("moved\n"));
        await _world.DisposeAsync();
        Assert.That(File.ReadAllText(Path.Combine(_directory.Path, "nodes", "n1", "data")), Is.EqualTo("moved\n"));
        Assert.That(_world.Notices, Is.Empty);
    }

    [Test]
    public async Task A_disk_that_was_wiped_has_nothing_on_it()
    {
        var first = await LaunchAsync(0, "echo old > /var/lib/raft/old");
        await first.Ended;
        await _world.DiskOf(_world.Sites[0]).WipeAsync(None);
        var second = await LaunchAsync(0, "test -e /var/lib/raft/old && exit 3; exit 4");
        Assert.That(await second.Ended, Is.EqualTo(4));
    }

    [Test]
    public async Task A_node_has_the_environment_that_its_launch_names()
    {
        var launch = new NodeLaunch(["/bin/sh", "-c"], ["echo $TOKEN; exit 0"])
        {
            Environment = ImmutableSortedDictionary<string, string>.Empty.Add("TOKEN", "secret"),
        };
        var life = await _world.LaunchAsync(_world.Sites[0], launch, isOtherVersion: false, _log, None);
        Assert.That(await life.Ended, Is.Zero);
        Assert.That(LogText, Does.Contain("secret"));
    }

    [Test]
    public async Task A_squeezed_life_has_the_limit_that_the_kernel_tells_and_dies_of_what_goes_beyond_it()
    {
        var life = await LaunchAsync(0, "while ! test -e /var/lib/raft/go; do sleep 0.05; done; x=1234567890; while true; do x=$x$x; done");
        Assert.That(await _world.LimitMemoryAsync(life, 32 << 20, None), Is.EqualTo(32 << 20));
        Assert.That(await _world.LimitMemoryAsync(life, null, None), Is.Null);
        Assert.That(await _world.LimitMemoryAsync(life, 16 << 20, None), Is.EqualTo(16 << 20));
        await _image.Engine.Execs.RunAsync(((Targets.Docker.Nodes.DockerLife)life).Container, ["/bin/sh", "-c", ": > /var/lib/raft/go"], null, None);
        Assert.That(await life.Ended, Is.EqualTo(128 + 9));
        Assert.That(LogText, Does.Contain("out of memory"));
    }

    [Test]
    public async Task An_image_that_is_not_there_is_named_when_a_node_cannot_be_started()
    {
        var failure = Assert.ThrowsAsync<Running.Ports.ClusterException>(
            () => _world.LaunchAsync(_world.Sites[0], new NodeLaunch(["/none"], []), isOtherVersion: false, _log, None))!;
        Assert.That(failure.Message, Does.Contain("node n1").And.Contain("/none"));
        await _world.DisposeAsync();
        Assert.That(await LeftAsync(), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public async Task Nothing_is_left_in_the_engine_when_the_world_ends()
    {
        await LaunchAsync(0, Sleeps);
        await LaunchAsync(1, "exit 1");
        Assert.That(await LeftAsync(), Is.EqualTo((2, 1, 2)));
        await _world.DisposeAsync();
        Assert.That(await LeftAsync(), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public async Task The_clock_of_a_node_in_a_container_is_made_wrong_by_the_library_that_was_copied_into_it()
    {
        Require.Root();
        Require.Faketime();
        await _world.DisposeAsync();
        _world = await PrepareAsync(FaketimeLibrary.Installed.Path);
        var life = await LaunchAsync(0, "while true; do date +at:%s; sleep 0.05; done");
        await Eventually.IsTrue(() => Told().Any(at => at < DateTimeOffset.UtcNow + Hour), "the true time");
        await _world.Kernel.AskAsync(new FakeTime(life.Pid, _world.FaketimeOf("n1")!.File, new FakedTime(2 * Hour.TotalMilliseconds)), None);
        await Eventually.IsTrue(() => Told().Any(at => at > DateTimeOffset.UtcNow + Hour), "a wrong time");
        Assert.That((await _world.Kernel.AskAsync(new LookAtPreload(life.Pid, _world.FaketimeOf("n1")!.Library), None)).IsLoaded, Is.True);
    }

    /// <summary>The times that nodes have logged.</summary>
    private IEnumerable<DateTimeOffset> Told() =>
        LogText.Split('\n').Where(line => line.Contains("at:")).Select(line => DateTimeOffset.FromUnixTimeSeconds(long.Parse(line[(line.IndexOf("at:", StringComparison.Ordinal) + 3)..])));

    private async Task<DockerWorld> PrepareAsync(string? faketime)
    {
        var options = new DockerWorldOptions { RunDirectory = _directory.Path, Image = _image.Name, Nodes = ["n1", "n2"], Faketime = faketime };
        var world = new DockerWorld(await ContainerEngine.ConnectAsync(None), new OwnKernel(), _labels, options);
        await world.PrepareAsync(None);
        return world;
    }

    private async Task<(int Containers, int Networks, int Volumes)> LeftAsync()
    {
        var left = await DockerLeftovers.AllOfAsync(_image.Engine, _labels, None);
        return (left.Containers.Count, left.Networks.Count, left.Volumes.Count);
    }

    private Task<IWorldLife> LaunchAsync(int node, string script) =>
        _world.LaunchAsync(_world.Sites[node], new NodeLaunch(["/bin/sh", "-c"], [script]), isOtherVersion: false, _log, None);

    private async Task KillAsync(IWorldLife life)
    {
        await _image.Engine.Containers.KillAsync(((Targets.Docker.Nodes.DockerLife)life).Container, "KILL", None);
        await life.Ended;
    }

    private async Task<string?> AddressOf(IWorldLife life)
    {
        var details = await _image.Engine.Containers.InspectAsync(((Targets.Docker.Nodes.DockerLife)life).Container, None);
        return details.NetworkSettings.Networks.Values.Single().IPAddress;
    }
}
