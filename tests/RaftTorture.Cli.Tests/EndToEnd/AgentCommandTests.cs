using System.Diagnostics;

namespace RaftTorture.Cli.Tests.EndToEnd;

[Platform("Linux", Reason = "the agent runs in a container")]
public sealed class AgentCommandTests
{
    private const int SigTerm = 15;

    [Test]
    public async Task A_signal_to_terminate_has_the_agent_undo_everything_and_say_so()
    {
        var witness = Path.Combine(Path.GetTempPath(), $"raft-torture-agent-{Guid.NewGuid():n}");
        using var agent = StartAgent();
        Assert.That(await agent.StandardOutput.ReadLineAsync(), Does.Contain("\"ready\""));
        await agent.StandardInput.WriteLineAsync($$$$"""{"say":"ask","id":1,"name":"AtEnd","request":{"program":{"program":"touch","arguments":["{{{{witness}}}}"]}}}""");
        Assert.That(await agent.StandardOutput.ReadLineAsync(), Does.Contain("\"reply\""));
        Signals.Send(agent.Id, SigTerm);
        Assert.That(await agent.StandardOutput.ReadLineAsync(), Is.EqualTo("""{"say":"undone","problem":null}"""));
        await agent.WaitForExitAsync();
        Assert.That(agent.ExitCode, Is.Zero);
        Assert.That(File.Exists(witness), Is.True);
        File.Delete(witness);
    }

    [Test]
    public async Task Help_does_not_offer_the_agent()
    {
        var help = await Invocation.OfAsync("--help");
        Assert.That(help.Output, Does.Contain("run").And.Not.Contains("agent"));
    }

    private static Process StartAgent() =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "raft-torture.dll"), "agent"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
}
