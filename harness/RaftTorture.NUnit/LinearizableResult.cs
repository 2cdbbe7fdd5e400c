using NUnit.Framework.Constraints;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;

namespace RaftTorture.NUnit;

/// <summary>What the check said, in the words of a failed test: the verdict's sentence, and the events that show it.</summary>
internal sealed class LinearizableResult(IConstraint constraint, object? actual, Verdict verdict)
    : ConstraintResult(constraint, actual, verdict.Validity == Validity.Valid)
{
    private const double NanosecondsPerMillisecond = 1e6;

    public override void WriteActualValueTo(MessageWriter writer)
    {
        writer.Write($"{verdict.Validity.ToString().ToLowerInvariant()}: {verdict.Summary}");
        foreach (var e in Evidence(verdict))
        {
            writer.WriteLine();
            writer.Write($"    {Line(e)}");
        }
    }

    /// <summary>Of a composition, what the heaviest part shows: that is whose sentence it has.</summary>
    private static IEnumerable<HistoryEvent> Evidence(Verdict verdict) =>
        verdict.Parts.FirstOrDefault(part => part.Validity == verdict.Validity) is { } part ? Evidence(part) : verdict.Evidence;

    private static string Line(HistoryEvent e)
    {
        var key = e.Key is null ? "" : $" {e.Key}";
        var why = e.Error is null ? "" : $" ({e.Error}{(e.Observed is { } seen ? $", saw {seen}" : "")})";
        return $"{e.TimeNs / NanosecondsPerMillisecond,9:F3} ms  process {e.Process,-3} {e.Type.ToString().ToLowerInvariant(),-6} {e.F}{key} {e.Value}{why}";
    }
}
