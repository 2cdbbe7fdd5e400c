using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Agent;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Programs;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Kernel;

[Platform("Linux", Reason = "the agent runs in a container, and the programs of these tests are its")]
public sealed class AgentTests
{
    private static readonly RunProgram Sleep = new("sleep", ["600"]);

    [Test]
    public async Task A_program_runs_where_the_agent_is_and_its_end_comes_back()
    {
        await using var pair = await AgentPair.StartAsync();
        var end = await pair.Kernel.AskAsync(new RunProgram("cat", [], "Grüße\n"), CancellationToken.None);
        Assert.That(end, Is.EqualTo(new ProgramEnd(0, "Grüße\n", "")));
    }

    [Test]
    public async Task A_refusal_has_the_words_of_the_machine()
    {
        await using var pair = await AgentPair.StartAsync();
        Assert.That(async () => await pair.Kernel.AskAsync(new RunProgram("no-such-program", []), CancellationToken.None),
            Throws.TypeOf<KernelException>().With.Message.StartsWith("no-such-program cannot be run:"));
    }

    [Test]
    public async Task A_request_that_takes_long_holds_up_no_other()
    {
        await using var pair = await AgentPair.StartAsync();
        using var cancel = new CancellationTokenSource();
        var slow = pair.Kernel.AskAsync(Sleep, cancel.Token);
        var quick = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => pair.Kernel.AskAsync(new RunProgram("echo", [$"{i}"]), CancellationToken.None)));
        Assert.That(quick.Select(end => end.Output.Trim()), Is.EqualTo(Enumerable.Range(0, 20).Select(i => $"{i}")));
        Assert.That(slow.IsCompleted, Is.False);
        await cancel.CancelAsync();
        Assert.That(async () => await slow, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task What_is_canceled_stops_on_the_machine_too()
    {
        using var directory = new TemporaryDirectory();
        await using var pair = await AgentPair.StartAsync();
        using var cancel = new CancellationTokenSource();
        var pidFile = Path.Combine(directory.Path, "pid");
        var running = pair.Kernel.AskAsync(new RunProgram("sh", ["-c", $"echo $$ > {pidFile}.new; mv {pidFile}.new {pidFile}; exec sleep 600"]), cancel.Token);
        await Eventually.IsTrue(() => File.Exists(pidFile), "the program runs");
        await cancel.CancelAsync();
        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
        var process = $"/proc/{File.ReadAllText(pidFile).Trim()}";
        await Eventually.IsTrue(() => !Directory.Exists(process), "the program is gone");
    }

    [Test]
    public async Task Disposal_returns_when_everything_is_undone()
    {
        using var directory = new TemporaryDirectory();
        await using var pair = await AgentPair.StartAsync();
        var witness = await LeaveAtEndAsync(pair, directory);
        Assert.That(File.Exists(witness), Is.False);
        await pair.Kernel.DisposeAsync();
        Assert.That(File.Exists(witness), Is.True);
        Assert.That(await pair.Serving, Is.True);
    }

    [Test]
    public async Task What_is_asked_for_last_is_undone_first()
    {
        using var directory = new TemporaryDirectory();
        await using var pair = await AgentPair.StartAsync();
        var log = Path.Combine(directory.Path, "log");
        foreach (var word in new[] { "first", "second" })
            await pair.Kernel.AskAsync(new AtEnd(new RunProgram("sh", ["-c", $"echo {word} >> {log}"])), CancellationToken.None);
        await pair.Kernel.DisposeAsync();
        Assert.That(File.ReadAllLines(log), Is.EqualTo(new[] { "second", "first" }));
    }

    [Test]
    public async Task What_cannot_be_undone_is_said_and_keeps_nothing_else_from_being_undone()
    {
        using var directory = new TemporaryDirectory();
        await using var pair = await AgentPair.StartAsync();
        var witness = await LeaveAtEndAsync(pair, directory);
        await pair.Kernel.AskAsync(new AtEnd(new RunProgram("sh", ["-c", "echo it is stuck >&2; exit 3"])), CancellationToken.None);
        Assert.That(async () => await pair.Kernel.DisposeAsync(), Throws.TypeOf<KernelException>().With.Message.Contains("ended with 3: it is stuck"));
        Assert.That(File.Exists(witness), Is.True);
        Assert.That(await pair.Serving, Is.False);
    }

    [Test]
    public async Task A_harness_that_is_killed_has_everything_undone()
    {
        using var directory = new TemporaryDirectory();
        await using var pair = await AgentPair.StartAsync();
        var witness = await LeaveAtEndAsync(pair, directory);
        var open = pair.Kernel.AskAsync(Sleep, CancellationToken.None);
        pair.KillHarness();
        Assert.That(await pair.Serving, Is.True);
        Assert.That(File.Exists(witness), Is.True);
        Assert.That(async () => await open, Throws.TypeOf<KernelException>().With.Message.StartsWith("the agent is gone"));
    }

    [TestCase("null")]
    [TestCase("{\"say\":\"ask\",\"id\":")]
    [TestCase("{\"say\":\"sing\"}")]
    [TestCase("{}")]
    [TestCase("")]
    public async Task An_agent_that_does_not_understand_undoes_everything(string nonsense)
    {
        using var directory = new TemporaryDirectory();
        await using var pair = await AgentPair.StartAsync();
        var witness = await LeaveAtEndAsync(pair, directory);
        await pair.SayAsync(nonsense);
        Assert.That(await pair.Serving, Is.True);
        Assert.That(File.Exists(witness), Is.True);
    }

    [TestCase("null")]
    [TestCase("{\"say\":\"reply\",\"id\":")]
    [TestCase("{\"say\":\"sing\"}")]
    [TestCase("{}")]
    [TestCase("")]
    public async Task An_agent_that_is_not_understood_fails_what_is_open_and_undoes_everything(string nonsense)
    {
        using var directory = new TemporaryDirectory();
        await using var pair = await AgentPair.StartAsync();
        var witness = await LeaveAtEndAsync(pair, directory);
        var open = pair.Kernel.AskAsync(Sleep, CancellationToken.None);
        await pair.AnswerAsync(nonsense);
        Assert.That(async () => await open, Gone);
        Assert.That(async () => await pair.Kernel.DisposeAsync(), Throws.TypeOf<KernelException>());
        Assert.That(await pair.Serving, Is.True);
        Assert.That(File.Exists(witness), Is.True);
    }

    [Test]
    public async Task An_agent_that_is_told_to_terminate_undoes_everything()
    {
        using var directory = new TemporaryDirectory();
        using var terminate = new CancellationTokenSource();
        await using var pair = await AgentPair.StartAsync(terminate.Token);
        var witness = await LeaveAtEndAsync(pair, directory);
        await terminate.CancelAsync();
        Assert.That(await pair.Serving, Is.True);
        Assert.That(File.Exists(witness), Is.True);
    }

    [Test]
    public async Task An_agent_that_is_gone_fails_what_is_open_what_is_asked_later_and_the_disposal()
    {
        await using var pair = await AgentPair.StartAsync();
        var open = pair.Kernel.AskAsync(Sleep, CancellationToken.None);
        pair.KillAgent();
        Assert.That(async () => await open, Gone);
        Assert.That(async () => await pair.Kernel.AskAsync(Sleep, CancellationToken.None), Gone);
        Assert.That(async () => await pair.Kernel.DisposeAsync(), Throws.TypeOf<KernelException>());
    }

    [Test]
    public async Task Where_no_agent_answers_there_is_no_kernel()
    {
        var (near, far) = await AgentPair.ConnectAsync();
        far.Dispose();
        Assert.That(async () => await AgentKernel.OpenAsync(new System.Net.Sockets.NetworkStream(near, ownsSocket: true), CancellationToken.None), Gone);
    }

    private static NUnit.Framework.Constraints.IResolveConstraint Gone => Throws.TypeOf<KernelException>().With.Message.StartsWith("the agent is gone");

    /// <returns>The path of a file that will be there when everything is undone, and not before.</returns>
    private static async Task<string> LeaveAtEndAsync(AgentPair pair, TemporaryDirectory directory)
    {
        var witness = Path.Combine(directory.Path, "undone");
        await pair.Kernel.AskAsync(new AtEnd(new RunProgram("touch", [witness])), CancellationToken.None);
        return witness;
    }
}
