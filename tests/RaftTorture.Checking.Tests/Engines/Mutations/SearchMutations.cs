namespace RaftTorture.Checking.Tests.Engines.Mutations;

/// <summary>The searches of registers: each pruning rule, and what makes a configuration.</summary>
/// <remarks>
/// One survives, and is not here: that a configuration which owes a write more may stand for one which does not (<c>Dominance</c>, OwesNoMore). It takes two
/// ways to one state that differ only in when a write became visible, and none of the small histories had such.
/// </remarks>
internal static class SearchMutations
{
    private const string Deep = "depth first";
    private const string Broad = "breadth first";

    public static IReadOnlyList<Mutation> All =>
    [
        // Eager reads.
        new(
            Deep,
            "ConfigurationSpace",
            "_columns.IsPure(operation) && IsLegal(operation, ConfigurationLayout.State(configuration))",
            "_columns.IsPure(operation)"),
        new(Deep, "ConfigurationSpace", "_columns.IsPure(open) && IsLegal(open, state)", "_columns.IsPure(open)"),

        // Hiding.
        new(Deep, "ConfigurationSpace", "_rules.Hiding && _columns.IsBlindWrite(operation)", "_rules.Hiding"),
        new(Deep, "Moves", " && _space.Events.CalledAt[due] < ConfigurationLayout.ReleasedBefore(configuration)", ""),
        new(Broad, "ConfigurationSpace", "calledAt < released && calledAt >= normal", "calledAt >= normal"),

        // Justification.
        new(Deep, "Moves", "answered > 0 || (_columns.IsCas", "(_columns.IsCas"),
        new(Deep, "Moves", "(_columns.IsCas(operation) && !isUnknown) || ", ""),
        new(Deep, "Moves", "_casFrom[next] > 0 || ", ""),
        new(Deep, "Moves", " || _unknownCasFrom[next] > 0", ""),
        new(Deep, "Moves", "MayWait(move) && operation != _due && ", "MayWait(move) && "),

        // Symmetry.
        new(Deep, "Moves", "(columns.Requires[i], columns.Forbids[i], columns.Writes[i])", "(0, 0, columns.Writes[i])"),
        new(Deep, "UnknownClasses", "(columns.Requires[i], events.StateAfter", "(0, events.StateAfter"),
        new(Deep, "Moves", "_space.Layout.Used(configuration, unknownClass) < _space.Open", "0 < _space.Open"),

        // Dead values.
        new(Deep, "SearchEvents", "_lastObserved[state] <= time ?", "_lastObserved[state] <= time + 1 ?"),
        new(Deep, "SearchEvents", "Math.Max(_lastObserved[Columns.Writes[unknown]], LastBlindMiss)", "_lastObserved[Columns.Writes[unknown]]"),
        new(Deep, "SearchEvents", "for (var isStable = false; !isStable;)", "for (var isStable = true; !isStable;)"),

        // Dominance.
        new(Broad, "Dominance", "if (!space.Layout.UsesNoMore(one, other))", "if (false)"),
        new(Broad, "Dominance", "? isDone || !isDoneInOther", "? true"),
        new(Broad, "Dominance", ": !isDone && IsReleased(one, open)", ": !isDone"),

        // Stranding.
        new(Deep, "Moves", "if (!_space.Events.HasOneOrigin(state))", "if (false)"),
        new(Deep, "Moves", "_columns.Requires[operation] == state && !isUnknown ? 1 : 0", "0"),
        new(Deep, "SearchEvents", "count => count <= 1", "count => count <= 2"),

        // Lowe's cache, layers, relaxation.
        new(Deep, "DepthFirstSearch", "ConfigurationLayout.SetTime(_current, _time);", "ConfigurationLayout.SetTime(_current, 0);"),
        new(Deep, "ConfigurationSpace", "_columns.Forbids[operation] != state", "true"),
        new(
            Broad,
            "BreadthFirstSearch",
            "_layer.IsIn(row) && !_space.Layout.IsDone(_layer[row], due)",
            "_layer.IsIn(row) && row == 0 && !_space.Layout.IsDone(_layer[row], due)"),
        new("relaxed", "BreadthFirstSearch", "_isRelaxed ? null : ", ""),
        new("relaxed", "ConfigurationSpace", "_lastUse[unknownClass] >= time", "_lastUse[unknownClass] > time + 2"),
    ];
}
