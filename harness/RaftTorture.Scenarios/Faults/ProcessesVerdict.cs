using RaftTorture.Checking.Checkers;

namespace RaftTorture.Scenarios.Faults;

/// <summary>Whether every node lived until a fault ended it: a crash is a finding, even where no client saw anything wrong.</summary>
public static class ProcessesVerdict
{
    public const string Name = "processes";

    /// <param name="exits">Nodes that ended without the harness's doing.</param>
    public static Verdict Of(IReadOnlyList<NodeExit> exits)
    {
        if (exits.Count == 0)
            return new Verdict(Name, Validity.Valid, "no node ended by itself");
        var crashes = exits.Where(exit => !exit.IsFromOutside).ToList();
        return crashes.Count > 0
            ? new Verdict(Name, Validity.Invalid, Sentence(crashes))
            : new Verdict(Name, Validity.Unknown, $"{Sentence(exits)}; somebody else on this machine ended it");
    }

    private static string Sentence(IReadOnlyList<NodeExit> exits) =>
        exits[0].Sentence + (exits.Count > 1 ? $" (and {exits.Count - 1} more)" : "");
}
