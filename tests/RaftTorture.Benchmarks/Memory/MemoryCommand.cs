using System.CommandLine;
using RaftTorture.Benchmarks.Loads;
using RaftTorture.Benchmarks.Machine;
using RaftTorture.Benchmarks.Systems;
using Spectre.Console;

namespace RaftTorture.Benchmarks.Memory;

/// <summary><c>memory</c>: what a node of a cluster holds resident after many writes, through the front door.</summary>
internal static class MemoryCommand
{
    private const double MostMb = 120;
    private const int Clients = 64;

    public static Command Create()
    {
        var writes = new Option<int>("--writes") { Description = "How many.", DefaultValueFactory = _ => 1_000_000 };
        var keys = new Option<int>("--keys") { Description = "Keys of each of the 64 clients: what the nodes must hold.", DefaultValueFactory = _ => 100 };
        var directory = new Option<string?>("--directory") { Description = "Where the nodes' data go: decides the disk." };
        var command = new Command("memory", "Resident memory of each node after many writes.") { writes, keys, directory };
        command.SetAction(parsed => RunAsync(parsed.GetValue(writes), parsed.GetValue(keys), parsed.GetValue(directory)));
        return command;
    }

    private static async Task<int> RunAsync(int writes, int keys, string? directory)
    {
        LoadAverage.Print("memory");
        using var work = new WorkDirectory(directory);
        using var cluster = new RaftCluster(work.Path);
        await Patience.UntilAsync(cluster.IsWholeAsync, "the cluster is whole");
        var table = new Table().Title($"{Clients} clients, {keys:N0} keys each, values of 256 bytes; MB resident in n1, n2, n3");
        table.AddColumn("writes").AddColumn("now").AddColumn("at most so far").AddColumn("writes/s");
        const int parts = 10;
        for (var part = 1; part <= parts; part++)
        {
            var result = await WriteAsync(cluster, writes / parts, keys);
            table.AddRow($"{(long)writes * part / parts:N0}", Megabytes(cluster, node => node.ResidentBytes), Megabytes(cluster, node => node.PeakResidentBytes), $"{result.PerSecond:N0}");
        }

        AnsiConsole.Write(table);
        return Goal.Judge(Goal.AtMost("resident memory of the largest node", MostMb, cluster.Nodes.Max(node => node.ResidentBytes) / 1e6, "MB"));
    }

    private static async Task<LoadResult> WriteAsync(RaftCluster cluster, int writes, int keys)
    {
        var leader = await cluster.LeaderAsync() ?? throw new BenchmarkException("the cluster lost its leader");
        var clients = Enumerable.Range(0, Clients).Select(i => cluster.Connect(leader, (ulong)i)).ToArray();
        try
        {
            var fill = new Load(LoadKind.Fill, TimeSpan.Zero, TimeSpan.Zero) { Clients = Clients, KeysPerClient = keys, Fills = writes / Clients };
            var result = await ClosedLoop.RunAsync(fill, clients);
            return result.Errors == 0 ? result : throw new BenchmarkException($"{result.Errors} writes failed, the first with: {result.FirstError}");
        }
        finally
        {
            foreach (var client in clients)
                client.Dispose();
        }
    }

    private static string Megabytes(RaftCluster cluster, Func<NodeProcess, long> of) => string.Join(", ", cluster.Nodes.Select(node => $"{of(node) / 1e6:N0}"));
}
