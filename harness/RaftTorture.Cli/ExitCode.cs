using System.Diagnostics;
using RaftTorture.Checking.Checkers;

namespace RaftTorture.Cli;

/// <summary>What the process answers, as Jepsen does.</summary>
public static class ExitCode
{
    public const int Valid = 0;
    public const int Invalid = 1;
    public const int Unknown = 2;
    public const int BadArguments = 254;
    public const int InternalError = 255;

    public static int Of(Validity validity) => validity switch
    {
        Validity.Valid => Valid,
        Validity.Unknown => Unknown,
        Validity.Invalid => Invalid,
        _ => throw new UnreachableException(),
    };

    /// <summary>
    /// The code of a batch. Here we part from Jepsen, whose <c>test-all</c> lets a crash hide a violation: what was proved wrong
    /// stays wrong whatever else happened.
    /// </summary>
    public static int OfBatch(IReadOnlyCollection<int> codes) =>
        codes.Contains(Invalid) ? Invalid : codes.DefaultIfEmpty(Unknown).Max();
}
