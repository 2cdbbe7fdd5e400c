using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results;

/// <summary>A single reason that suffices for a history to be impossible.</summary>
/// <param name="Class">What kind of promise was broken.</param>
/// <param name="Sentence">In words, without the key's name.</param>
internal sealed record Reason(ViolationClass Class, string Sentence)
{
    /// <summary>Where no reason alone suffices.</summary>
    /// <param name="culprit">The operation at whose end no order was left.</param>
    /// <param name="deed">What its process did or was told, in words that follow the process.</param>
    public static Reason Unexplained(Call culprit, string deed) =>
        new(ViolationClass.Unexplained, $"no order of the operations explains that process {culprit.Process} {deed}");

    /// <summary>See <see cref="Violation.Named"/>.</summary>
    public IReadOnlyList<Call> Named { get; init; } = [];

    /// <summary>See <see cref="Violation.LeastK"/>.</summary>
    public int? LeastK { get; init; }

    /// <summary>See <see cref="Violation.StaleMs"/>.</summary>
    public double? StaleMs { get; init; }
}
