using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;

namespace RaftTorture.Reporting.Violations;

/// <summary>What an operation has to do with a violation.</summary>
public enum Part
{
    /// <summary>Its end left no order.</summary>
    Impossible,

    /// <summary>It pins the state that the impossible one contradicts.</summary>
    Forcing,

    /// <summary>It is needed for the contradiction.</summary>
    Needed,

    /// <summary>The sentence names it; the contradiction does not need it.</summary>
    Named,
}

/// <summary>One operation of a violation as the terminal and the page show it: times count from the first impossible event.</summary>
/// <param name="Operation">What was asked and what came of it.</param>
/// <param name="BeganNs">Nanoseconds after the first impossible event; mostly negative.</param>
/// <param name="EndedNs">The same; null where it had not ended by then, or never did.</param>
/// <param name="Part">What it has to do with the violation.</param>
/// <param name="Invocation">The event that sent it.</param>
/// <param name="Completion">The event that ended it.</param>
public sealed record CoreRow(string Operation, long BeganNs, long? EndedNs, Part Part, HistoryEvent Invocation, HistoryEvent? Completion)
{
    /// <summary>So many operations are shown of a core that could not be shrunk: the impossible one, and those that began last.</summary>
    public const int MostShown = 50;

    /// <summary>The core, and what the sentence names besides, in order of invocation.</summary>
    public static IReadOnlyList<CoreRow> Of(Violation violation) =>
        [.. Shown(violation).Select(operation => Of(operation, violation, PartOf(operation, violation)))
            .Concat(violation.Named.Select(operation => Of(operation, violation, Part.Named)))
            .OrderBy(row => row.Invocation.Index)];

    public string Role => Part switch
    {
        Part.Impossible => "impossible",
        Part.Forcing => "forces",
        Part.Needed => "needed",
        _ => "named only",
    };

    private static IEnumerable<CoreOperation> Shown(Violation violation) => violation.Core.Count <= MostShown
        ? violation.Core
        : violation.Core.Where(violation.IsCulprit).Concat(violation.Core.Where(operation => !violation.IsCulprit(operation)).TakeLast(MostShown - 1));

    private static CoreRow Of(CoreOperation operation, Violation violation, Part part)
    {
        var zeroNs = violation.FirstImpossible.TimeNs;
        return new CoreRow(
            OperationWords.Of(operation.Invocation, operation.Completion),
            operation.Invocation.TimeNs - zeroNs,
            operation.Completion is { Type: not EventType.Info } completion ? completion.TimeNs - zeroNs : null,
            part,
            operation.Invocation,
            operation.Completion);
    }

    private static Part PartOf(CoreOperation operation, Violation violation) => (violation.IsCulprit(operation), operation.IsForcing) switch
    {
        (true, _) => Part.Impossible,
        (_, true) => Part.Forcing,
        _ => Part.Needed,
    };
}
