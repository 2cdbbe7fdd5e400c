using System.Collections.Immutable;

namespace RaftTorture.Scenarios.Faults;

/// <summary>A node process that ended although no fault had ended it.</summary>
/// <param name="Node">The node.</param>
/// <param name="Code">Its exit code; 128 + n stands for signal n.</param>
/// <param name="Sentence">What happened, with the end of its log.</param>
public sealed record NodeExit(string Node, int Code, string Sentence)
{
    private const int FirstSignal = 128 + 1, LastSignal = 128 + 31;

    /// <summary>Nobody could tell; a clean exit; and the signals by which people and systems end processes: hang-up, interrupt, kill, terminate.</summary>
    private static readonly ImmutableArray<int> CodesFromOutside = [-1, 0, 128 + 1, 128 + 2, 128 + 9, 128 + 15];

    /// <summary>An end that is not ours comes from the kernel's memory killer or from a person: it says nothing of the node.</summary>
    public bool IsFromOutside => CodesFromOutside.Contains(Code);

    /// <summary>Whether a process made this end itself without meaning to, as by an abort: no start that is merely refused ends so.</summary>
    public static bool IsCrash(int code) => code is >= FirstSignal and <= LastSignal && !CodesFromOutside.Contains(code);
}
