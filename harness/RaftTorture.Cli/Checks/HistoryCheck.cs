using System.Diagnostics;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Formats;
using RaftTorture.Checking.Histories;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Cli.Checks;

/// <summary>Reads and judges one history of any format.</summary>
internal static class HistoryCheck
{
    /// <exception cref="HistoryFormatException">It is no history, or holds what its model does not know.</exception>
    /// <exception cref="PlanException">There is no such file, or nobody knows what it is a history of.</exception>
    public static CheckedFile Run(CheckTarget target, CheckOptions asked)
    {
        var options = asked.With(target.Expected);
        var watch = Stopwatch.StartNew();
        var file = Read(target);
        var reading = watch.Elapsed;
        var events = options.Meaning.Apply(file.Events);
        var model = ModelChoice.Of(options, events);
        watch.Restart();
        var verdict = Judge(model.Checker, file, events, Limits(options), hasStats: target.Expected is null);
        var invocations = events.Where(e => e.Type == EventType.Invoke && !e.Process.IsNemesis);
        return new CheckedFile(target)
        {
            Verdict = verdict,
            Format = HistoryFormatNames.NameOf(file.Format),
            IsPacked = file.IsPacked,
            Operations = invocations.Count(),
            Keys = invocations.Select(e => e.Key).Distinct().Count(),
            Model = model,
            Meaning = options.Meaning,
            Reading = reading,
            Judging = watch.Elapsed,
            Notices = [.. file.IsTruncated ? ["ends in half a line, which was left out"] : Array.Empty<string>(), .. file.Assumptions],
        };
    }

    private static HistoryFile Read(CheckTarget target)
    {
        if (!File.Exists(target.Path))
            throw new PlanException("is neither a run directory nor a history: correct the path");
        using var bytes = File.OpenRead(target.Path);
        var file = HistoryFile.Read(bytes);

        // An empty file is rather a disk that was full than a history of nothing, unless an index says so.
        return file.Format == HistoryFormat.Empty && target.Expected is null ? throw new HistoryFormatException(1, "the file is empty") : file;
    }

    /// <summary>Whether there was enough of a history is no question where its verdict is known.</summary>
    private static Verdict Judge(IChecker checker, HistoryFile file, IReadOnlyList<HistoryEvent> events, CheckLimits limits, bool hasStats)
    {
        try
        {
            var verdict = checker.Check(events, limits);
            return hasStats ? Verdict.Compose("history", [verdict, new StatsChecker().Check(events, limits)]) : verdict;
        }
        catch (HistoryFormatException complaint)
        {
            throw file.Locate(complaint);
        }
    }

    private static CheckLimits Limits(CheckOptions options)
    {
        var deadline = TimeSpan.FromSeconds(options.DeadlineSeconds ?? CheckOptions.UsualDeadlineSeconds);
        var watch = Stopwatch.StartNew();
        return new CheckLimits(options.MemoryBytes ?? CheckOptions.UsualMemoryBytes, () => watch.Elapsed > deadline);
    }
}
