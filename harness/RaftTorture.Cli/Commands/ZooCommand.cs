using System.CommandLine;
using RaftTorture.Cli.Simulations;
using RaftTorture.Replica;
using RaftTorture.Zoo;

namespace RaftTorture.Cli.Commands;

/// <summary><c>raft-torture zoo</c>: the kill matrix, which says of each animal whether random runs find it, by what, and how soon.</summary>
public static class ZooCommand
{
    public static Command Create()
    {
        var seed = new Option<ulong>("--seed") { Description = "The first seed (1).", DefaultValueFactory = _ => 1 };
        var runs = new Option<int>("--test-count") { Description = "Runs of each animal (200).", DefaultValueFactory = _ => 200 };
        runs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError($"--test-count {result.GetValueOrDefault<int>()} runs nothing");
        });
        var command = new Command("zoo", "Play seeds with each broken node of the zoo, and with sound ones beside them: the kill matrix.") { seed, runs };
        command.SetAction((parsed, cancellation) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            output.WriteLine("| animal | found | clients | invariants | liveness | crash | median | bug |");
            output.WriteLine("|---|---|---|---|---|---|---|---|");
            var areAll = true;
            foreach (var animal in ZooCatalog.All.Prepend(null))
            {
                var results = SeedSweep.Play(parsed.GetValue(seed), parsed.GetValue(runs), animal?.Seams ?? ReplicaSeams.Sound, cancellation);
                var row = KillRow.Of(animal, results);
                areAll &= row.IsAsItShouldBe;
                output.WriteLine(Line(row));
            }

            return Task.FromResult(areAll ? ExitCode.Valid : ExitCode.Invalid);
        });
        return command;
    }

    private static string Line(KillRow row) =>
        $"| {row.Animal?.Id ?? "sound"} | {row.Found} of {row.Runs} | {row.ByClients} | {row.ByInvariants} | {row.ByLiveness} | {row.ByCrashes} "
        + $"| {(row.MedianMs is { } ms ? $"{ms} ms" : "")} | {Words(row.Animal)} |";

    private static string Words(Animal? animal) => animal switch
    {
        null => "the control: false alarms",
        { Equivalent: { } why } => $"{animal.Bug} Equivalent: {why}",
        _ => animal.Bug,
    };
}
