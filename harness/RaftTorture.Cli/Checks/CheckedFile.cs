using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Formats;

namespace RaftTorture.Cli.Checks;

/// <summary>What became of one target: a verdict, or a problem that kept it from being read.</summary>
/// <param name="Target">What was checked.</param>
public sealed record CheckedFile(CheckTarget Target)
{
    /// <summary>Null where there is a <see cref="Problem"/>.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>Why it could not be read, in words that fit behind the file's name.</summary>
    public string? Problem { get; init; }

    /// <summary>The line that is bad, where one is.</summary>
    public long? ProblemLine { get; init; }

    /// <summary>A name of <see cref="HistoryFormatNames"/>, or <c>run</c>.</summary>
    public string? Format { get; init; }

    public bool IsPacked { get; init; }

    /// <summary>The format, and how it was packed.</summary>
    public string FormatWords => IsPacked ? $"{Format} gz" : $"{Format}";

    /// <summary>Of clients; what the nemesis did is not counted.</summary>
    public int Operations { get; init; }

    public int Keys { get; init; }

    /// <summary>By which model it was judged.</summary>
    public ModelChoice? Model { get; init; }

    /// <summary>Null for runs, whose histories say all themselves.</summary>
    public HistoryMeaning? Meaning { get; init; }

    public TimeSpan Reading { get; init; }

    public TimeSpan Judging { get; init; }

    /// <summary>What a person should know besides: half a line was left out, something was taken for granted.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>The verdict is the one that was expected.</summary>
    public bool IsRight => Target.Expected is { } expected && Verdict?.Validity == expected.Validity;

    /// <summary>The verdict contradicts the one that was expected: it is neither that nor unknown.</summary>
    public bool IsWrong => Target.Expected is { } expected && Verdict is { Validity: not Validity.Unknown } verdict && verdict.Validity != expected.Validity;

    /// <summary>Of this file alone. Where a verdict was expected, that one is no failure, even if it is invalid.</summary>
    public int ExitCode =>
        Verdict is null ? Cli.ExitCode.BadArguments
        : IsRight ? Cli.ExitCode.Valid
        : IsWrong ? Cli.ExitCode.Invalid
        : Cli.ExitCode.Of(Verdict.Validity);
}
