using System.CommandLine;
using RaftTorture.Cli.Worlds;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Cli.Commands;

/// <summary><c>raft-torture run</c>: tortures a cluster, once or as often as asked, and answers with the verdict.</summary>
public static class RunCommand
{
    public static Command Create()
    {
        var flags = new PlanFlags();
        var testCount = new Option<int>("--test-count") { Description = "How many runs, each with the next seed.", DefaultValueFactory = _ => 1 };
        var store = new Option<string>("--store") { Description = "Where runs are kept.", DefaultValueFactory = _ => "./store" };
        var nodeBinary = new Option<string?>("--node-binary") { Description = "Another node than the reference node: an executable or an assembly." };
        var otherNodeBinary = new Option<string?>("--other-node-binary") { Description = "The node in another version, for restarts that mix the two." };
        var nodeImage = new Option<string?>("--node-image") { Description = "With --world docker: an image that the engine has, whose entry point takes the node's arguments; else one is made of the node's program." };
        var otherNodeImage = new Option<string?>("--other-node-image") { Description = "With --world docker: the same in another version." };
        var noReport = new Option<bool>("--no-report") { Description = "Leave out report.html." };
        var command = new Command("run", "Start a cluster, break it on a seeded schedule, and judge what clients saw.")
        {
            testCount, store, nodeBinary, otherNodeBinary, nodeImage, otherNodeImage, noReport,
        };
        flags.AddTo(command);
        command.SetAction(async parsed =>
        {
            var plan = flags.Read(parsed, () => Random.Shared.NextInt64(1, 1_000_000_000));
            PlanValidation.Demand(plan);
            WorldChoices.Of(plan.World).Enter();
            var console = Terminal.Open(parsed.InvocationConfiguration.Output);
            var programs = new NodePrograms(
                parsed.GetValue(nodeBinary), parsed.GetValue(otherNodeBinary), parsed.GetValue(nodeImage), parsed.GetValue(otherNodeImage));
            var session = new Session(parsed.GetRequiredValue(store), programs, !parsed.GetValue(noReport), console);
            return await RunBatchAsync(plan with { HasOtherVersion = programs.HasOther }, TestCount(parsed.GetValue(testCount)), session, parsed.InvocationConfiguration.Error);
        });
        return command;
    }

    private static int TestCount(int count) =>
        count > 0 ? count : throw new PlanException($"--test-count {count} runs nothing: give 1 or more");

    /// <summary>One run after the other. One that fails counts as failed and hides nothing that others found.</summary>
    private static async Task<int> RunBatchAsync(Plan plan, int testCount, Session session, TextWriter error)
    {
        using var interrupt = new Interrupt();
        var codes = new List<int>();
        for (var n = 0; n < testCount && !interrupt.Token.IsCancellationRequested; n++)
            codes.Add(await RunOneAsync(plan with { Seed = plan.Seed + n }, session, error, interrupt.Token));
        return ExitCode.OfBatch(codes);
    }

    private static async Task<int> RunOneAsync(Plan plan, Session session, TextWriter error, CancellationToken interrupt)
    {
        try
        {
            return await session.RunAsync(plan, error, interrupt);
        }
        catch (Exception failure)
        {
            return Failure.Report(failure, error);
        }
    }
}
