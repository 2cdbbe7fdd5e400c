using System.Diagnostics;
using RaftTorture.Checking.Checkers;

namespace RaftTorture.Reporting.Digests;

/// <summary>How a validity is said: always a symbol and a word, because a colour alone reaches not everybody.</summary>
public static class VerdictWords
{
    public static string Symbol(Validity validity) => validity switch
    {
        Validity.Valid => "✓",
        Validity.Unknown => "?",
        Validity.Invalid => "✗",
        _ => throw new UnreachableException(),
    };

    public static string Word(Validity validity) => validity switch
    {
        Validity.Valid => "valid",
        Validity.Unknown => "unknown",
        Validity.Invalid => "invalid",
        _ => throw new UnreachableException(),
    };

    /// <summary>The last line of a run. The phrases are Jepsen's, word for word: people grep for them.</summary>
    public static string LastLine(Validity validity) => validity switch
    {
        Validity.Valid => "Everything looks good!",
        Validity.Unknown => "Errors occurred during analysis, but no anomalies found.",
        Validity.Invalid => "Analysis invalid!",
        _ => throw new UnreachableException(),
    };
}
