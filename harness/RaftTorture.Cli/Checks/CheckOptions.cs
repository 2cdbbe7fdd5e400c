using RaftTorture.Checking.Formats;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Cli.Checks;

/// <summary>What a person asked for, for all files; null where they left it to an index or to the defaults.</summary>
/// <param name="Model">A name of <see cref="ModelChoice"/>.</param>
/// <param name="Workload">A workload whose checker judges, instead of a model.</param>
/// <param name="Initial">What each object holds before the first operation.</param>
/// <param name="DeadlineSeconds">What judging one file may take.</param>
/// <param name="MemoryBytes">What one search may take.</param>
public sealed record CheckOptions(
    string? Model, string? Workload, Value? Initial, NullRead? NullRead, CasFail? CasFail, double? DeadlineSeconds, long? MemoryBytes)
{
    public const double UsualDeadlineSeconds = 60;
    public const long UsualMemoryBytes = 2L << 30;

    /// <summary>What is in force for a file of which an index says something. What a person says themselves outranks the index.</summary>
    public CheckOptions With(Expectation? index) => index is null ? this : this with
    {
        Model = Model ?? (Workload is null ? index.Model : null),
        Initial = Initial ?? index.Initial,
        NullRead = NullRead ?? index.NullRead,
        CasFail = CasFail ?? index.CasFail,
    };

    public HistoryMeaning Meaning => new(NullRead ?? HistoryMeaning.Default.NullRead, CasFail ?? HistoryMeaning.Default.CasFail);
}
