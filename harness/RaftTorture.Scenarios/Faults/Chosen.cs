using System.Collections.Immutable;

namespace RaftTorture.Scenarios.Faults;

/// <summary>What is left of a set of choices where a plan names some of them.</summary>
public static class Chosen
{
    /// <summary>Those of the choices that were asked for, in the order of the choices; all of them where nothing was asked.</summary>
    public static ImmutableArray<string> Of(ImmutableArray<string> asked, ImmutableArray<string> choices) =>
        asked.IsEmpty ? choices : [.. choices.Where(asked.Contains)];
}
