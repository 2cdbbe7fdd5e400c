using System.CommandLine;
using RaftTorture.Benchmarks.Machine;
using Spectre.Console;

namespace RaftTorture.Benchmarks.LogLength;

/// <summary><c>log-length</c>: what a write costs a replica that has taken many before, decade by decade.</summary>
internal static class LogLengthCommand
{
    private const double MostGrowth = 1.5;

    public static Command Create()
    {
        var entries = new Option<long>("--entries") { Description = "How long the log gets.", DefaultValueFactory = _ => 10_000_000 };
        var directory = new Option<string?>("--directory") { Description = "Where the log goes; a directory in memory (/dev/shm) leaves the disk out of it." };
        var command = new Command("log-length", "Cost of a write from one thousand to many entries.") { entries, directory };
        command.SetAction(parsed => Run(parsed.GetValue(entries), parsed.GetValue(directory)));
        return command;
    }

    private static int Run(long entries, string? directory)
    {
        LoadAverage.Print("log-length");
        using var work = new WorkDirectory(directory);
        using var replica = new LoneReplica(work.Child("n1"));
        replica.Write(1_000); // The just-in-time compiler is not the log.
        var decades = new List<Decade>();
        for (long end = 10_000; end <= entries; end *= 10)
            decades.Add(Decade.Measure(replica, end));

        var table = new Table().Title($"one replica in this process, {LoneReplica.WritesPerFlush} writes a flush, values of 256 bytes, {work.FileSystem}");
        table.AddColumn("entries").AddColumn("us a write").AddColumn("of it CPU").AddColumn("managed heap MB").AddColumn("log MB on disk");
        foreach (var decade in decades)
            table.AddRow($"{decade.First:N0}-{decade.Last:N0}", $"{decade.UsPerWrite:F2}", $"{decade.CpuUsPerWrite:F2}", $"{decade.HeapBytes / 1e6:N0}", $"{decade.DiskBytes / 1e6:N0}");
        AnsiConsole.Write(table);
        return Goal.Judge(Goal.AtMost("a write in the last decade against the least costly", MostGrowth, decades[^1].UsPerWrite / decades.Min(decade => decade.UsPerWrite), "times"));
    }
}
