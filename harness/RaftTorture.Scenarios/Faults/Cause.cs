using System.Diagnostics;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Why a fault strikes just now, where it is not for its family's turn.</summary>
public abstract record Cause
{
    private Cause()
    {
    }

    /// <summary>As a receipt names it: <c>pause-kill 3/6</c>, or the trigger's own text.</summary>
    public string Name => this switch
    {
        Stage stage => $"{stage.Recipe} {stage.Number}/{stage.Count}",
        Seen seen => seen.Trigger,
        _ => throw new UnreachableException(),
    };

    /// <summary>What the receipt's evidence begins with.</summary>
    /// <param name="nowNs">When the fault was begun.</param>
    public string Evidence(long nowNs) => this switch
    {
        Stage => $"{Name}: ",
        Seen seen => string.Create(null, $"when {seen.What}, {Math.Max(0, nowNs - seen.AtNs) / 1e6:0.0} ms before: "),
        _ => throw new UnreachableException(),
    };

    /// <summary>It is its turn in a recipe.</summary>
    public sealed record Stage(string Recipe, int Number, int Count) : Cause;

    /// <summary>What a trigger waits for was seen.</summary>
    /// <param name="Trigger">Its text.</param>
    /// <param name="What">What was seen, with names and figures.</param>
    /// <param name="AtNs">When, nanoseconds since the run started.</param>
    public sealed record Seen(string Trigger, string What, long AtNs) : Cause;
}
