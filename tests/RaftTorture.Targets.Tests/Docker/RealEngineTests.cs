using System.Collections.Immutable;
using System.Text;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Engine.Streams;
using RaftTorture.Targets.Docker.Engine.Values;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Docker;

/// <summary>The client against the engine of this machine.</summary>
public sealed class RealEngineTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly List<string> _containers = [];
    private TinyImage _image = null!;

    private ContainerEngine Engine => _image.Engine;

    [OneTimeSetUp]
    public async Task Import()
    {
        await RequireDocker.AsyncOnLinux();
        _image = await TinyImage.ImportAsync();
    }

    [TearDown]
    public async Task RemoveContainers()
    {
        foreach (var container in _containers)
            await Engine.Containers.RemoveAsync(container, None);
        _containers.Clear();
    }

    [OneTimeTearDown]
    public async Task RemoveImage()
    {
        if (_image is not null)
            await _image.DisposeAsync();
    }

    [Test]
    public async Task A_container_ends_with_the_code_of_its_process_and_its_words_are_kept_apart()
    {
        var id = await StartAsync("echo one; echo two >&2; exit 7");
        Assert.That(await Engine.Containers.WaitAsync(id, None), Is.EqualTo(7));
        Assert.That(await Engine.Containers.ReadLogsAsync(id, None), Is.EquivalentTo(["one", "two"]));
    }

    [Test]
    public async Task One_that_is_killed_says_so_in_its_code_and_has_no_pid_any_more()
    {
        var id = await StartAsync("sleep 1000");
        Assert.That((await Engine.Containers.InspectAsync(id, None)).State, Has.Property("Running").True.And.Property("Pid").GreaterThan(1));
        await Engine.Containers.KillAsync(id, "KILL", None);
        Assert.That(await Engine.Containers.WaitAsync(id, None), Is.EqualTo(128 + 9));
        Assert.That((await Engine.Containers.InspectAsync(id, None)).State.Pid, Is.Zero);
    }

    [Test]
    public async Task A_program_run_inside_reads_its_input_to_the_end_and_answers_with_output_and_code()
    {
        var id = await StartAsync("sleep 1000");
        var end = await Engine.Execs.RunAsync(id, ["/bin/sh", "-c", "cat; echo wrong >&2; exit 3"], "a\nb\n", None);
        Assert.That(end, Is.EqualTo(new ExecEnd(3, "a\nb\n", "wrong\n")));
        Assert.That(async () => await Engine.Execs.RunAsync(id, ["/bin/cat", "/none"], null, None), Has.Property("Code").EqualTo(1));
    }

    [Test]
    public async Task A_program_inside_is_spoken_with_while_it_runs()
    {
        var id = await StartAsync("sleep 1000");
        var exec = await Engine.Execs.CreateAsync(id, new ExecSpec { Cmd = ["/bin/sh", "-c", "while read line; do echo \"got $line\"; done; echo bye >&2"] }, None);
        await using var process = await Engine.Execs.StartAsync(exec, None);
        using var reader = new StreamReader(process, leaveOpen: true);
        foreach (var word in new[] { "one", "two" })
        {
            await process.WriteAsync(Encoding.UTF8.GetBytes(word + "\n"), None);
            Assert.That(await reader.ReadLineAsync(), Is.EqualTo($"got {word}"));
        }

        process.CloseInput();
        Assert.That(await reader.ReadToEndAsync(), Is.Empty);
        Assert.That(process.Errors, Is.EqualTo("bye"));
    }

    [Test]
    public async Task A_first_process_is_attached_to_before_it_starts()
    {
        var id = await CreateAsync(new ContainerSpec { Image = _image.Name, Cmd = ["/bin/cat"], OpenStdin = true, StdinOnce = true, AttachStdin = true });
        await using var process = await Engine.Containers.AttachAsync(id, None);
        await Engine.Containers.StartAsync(id, None);
        await process.WriteAsync("hello\n"u8.ToArray(), None);
        process.CloseInput();
        using var reader = new StreamReader(process, leaveOpen: true);
        Assert.That(await reader.ReadToEndAsync(), Is.EqualTo("hello\n"));
        Assert.That(await Engine.Containers.WaitAsync(id, None), Is.Zero);
    }

    [Test]
    public async Task A_log_is_followed_to_the_end_of_the_container()
    {
        var lines = new List<string>();
        var id = await StartAsync("echo first; read x; echo last");
        await using var frames = await Engine.Containers.FollowLogsAsync(id, None);
        await OutputLines.CopyAsync(frames, lines.Add, None);
        Assert.That(lines, Is.EqualTo(new[] { "first", "last" }));
    }

    [Test]
    public async Task A_frozen_container_stands_still_until_it_is_thawed()
    {
        var id = await StartAsync("sleep 1000");
        await Engine.Containers.PauseAsync(id, None);
        Assert.That((await Engine.Containers.InspectAsync(id, None)).State.Paused, Is.True);
        await Engine.Containers.UnpauseAsync(id, None);
        Assert.That((await Engine.Containers.InspectAsync(id, None)).State.Paused, Is.False);
    }

    [Test]
    public async Task A_limit_of_memory_is_what_the_kernel_says_afterwards()
    {
        var id = await StartAsync("sleep 1000");
        await Engine.Containers.UpdateAsync(id, new ContainerUpdate { Memory = 64 << 20, MemorySwap = 64 << 20 }, None);
        Assert.That((await Engine.Containers.StatsAsync(id, None)).Memory.Limit, Is.EqualTo(64u << 20));
    }

    [Test]
    public async Task Events_of_a_label_are_seen_as_they_happen()
    {
        var label = $"rafttorture-tests={Guid.NewGuid():n}";
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await using var events = Engine.Events.FollowAsync(label, patience.Token).GetAsyncEnumerator(patience.Token);
        var next = events.MoveNextAsync();
        var id = await CreateAsync(new ContainerSpec { Image = _image.Name, Cmd = ["/bin/sh", "-c", "exit 5"], Labels = Labels(label) });
        await Engine.Containers.StartAsync(id, None);
        while (await next && events.Current.Action != "die")
            next = events.MoveNextAsync();
        Assert.That(events.Current.Actor.Attributes!["exitCode"], Is.EqualTo("5"));
    }

    [Test]
    public async Task What_cannot_be_found_is_said_in_the_engines_words()
    {
        var refusal = Assert.ThrowsAsync<EngineException>(() => Engine.Containers.InspectAsync("no-such-thing", None))!;
        Assert.That(refusal.IsNotFound, Is.True);
        Assert.That(refusal.Message, Does.Contain("no-such-thing").IgnoreCase);
        await Engine.Containers.RemoveAsync("no-such-thing", None);
    }

    private static ImmutableSortedDictionary<string, string> Labels(string label) =>
        ImmutableSortedDictionary<string, string>.Empty.Add(label.Split('=')[0], label.Split('=')[1]);

    private async Task<string> StartAsync(string script)
    {
        var id = await CreateAsync(new ContainerSpec { Image = _image.Name, Cmd = ["/bin/sh", "-c", script] });
        await Engine.Containers.StartAsync(id, None);
        return id;
    }

    private async Task<string> CreateAsync(ContainerSpec spec)
    {
        var id = await Engine.Containers.CreateAsync($"rt-test-{Guid.NewGuid():n}", spec with { HostConfig = new HostSpec { NetworkMode = "none" } }, None);
        _containers.Add(id);
        return id;
    }
}
