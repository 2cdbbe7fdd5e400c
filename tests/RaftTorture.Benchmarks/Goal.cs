using Spectre.Console;

namespace RaftTorture.Benchmarks;

/// <summary>What was wanted of a figure, and whether it was had.</summary>
internal sealed record Goal(string Wanted, string Seen, bool IsMet)
{
    public static Goal AtLeast(string what, double least, double seen, string unit) =>
        new($"{what} at least {least:N1} {unit}", $"{seen:N2}", seen >= least);

    public static Goal AtMost(string what, double most, double seen, string unit) =>
        new($"{what} at most {most:N1} {unit}", $"{seen:N2}", seen <= most);

    /// <summary>Prints them; the exit code of the benchmark.</summary>
    public static int Judge(params IReadOnlyList<Goal> goals)
    {
        foreach (var goal in goals)
            AnsiConsole.MarkupLineInterpolated($"{(goal.IsMet ? "met   " : "MISSED")} {goal.Wanted}: {goal.Seen}");
        return goals.All(goal => goal.IsMet) ? 0 : 1;
    }
}
