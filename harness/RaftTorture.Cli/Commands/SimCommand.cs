using System.CommandLine;
using RaftTorture.Cli.Simulations;
using RaftTorture.Replica;
using RaftTorture.Simulation.Runs;
using RaftTorture.Zoo;

namespace RaftTorture.Cli.Commands;

/// <summary><c>raft-torture sim</c>: plays seeds in virtual time, a whole cluster on one thread each.</summary>
public static class SimCommand
{
    public static Command Create()
    {
        var seed = new Option<ulong>("--seed") { Description = "The first seed (1).", DefaultValueFactory = _ => 1 };
        var count = new Option<int>("--test-count") { Description = "How many seeds, over all cores (1).", DefaultValueFactory = _ => 1 };
        var animal = new Option<string?>("--animal") { Description = "The id of an animal of the zoo whose nodes run (sound ones)." };
        count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError($"--test-count {result.GetValueOrDefault<int>()} runs nothing");
        });
        animal.AcceptOnlyFromAmong([.. ZooCatalog.All.Select(each => each.Id)]);
        var command = new Command("sim", "Play seeds in virtual time: the same seed is the same run, everywhere.") { seed, count, animal };
        command.SetAction((parsed, cancellation) =>
        {
            var seams = ZooCatalog.All.SingleOrDefault(each => each.Id == parsed.GetValue(animal))?.Seams ?? ReplicaSeams.Sound;
            var results = SeedSweep.Play(parsed.GetValue(seed), parsed.GetValue(count), seams, cancellation);
            return Task.FromResult(Tell(results, parsed.InvocationConfiguration.Output));
        });
        return command;
    }

    private static int Tell(IReadOnlyList<RunResult> results, TextWriter output)
    {
        if (results is [var only])
            Tell(only, output);
        foreach (var found in results.Where(result => result.Finding is not null && results.Count > 1))
            output.WriteLine($"seed {found.Plan.Seed}: {found.Finding!.Layer} {found.Finding.Name} at {found.Finding.AtMs} ms");
        var findings = results.Count(result => result.Finding is not null);
        output.WriteLine(
            $"{findings} of {results.Count} runs have a finding; {results.Sum(result => result.Events)} events in "
            + $"{results.Sum(result => result.VirtualMs) / 1000} s of virtual time, "
            + $"{results.Sum(result => result.Acknowledged)} commands acknowledged");
        return findings > 0 ? ExitCode.Invalid : ExitCode.Valid;
    }

    private static void Tell(RunResult result, TextWriter output)
    {
        output.WriteLine(result.Plan);
        foreach (var fault in result.Plan.Faults)
            output.WriteLine($"  {fault}");
        output.WriteLine(result.Finding?.ToString() ?? "nothing is wrong");
        output.WriteLine($"hash {result.Hash:x16}");
    }
}
