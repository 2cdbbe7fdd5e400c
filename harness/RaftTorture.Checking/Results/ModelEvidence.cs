using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results;

/// <summary>
/// A violation of an object of some model: what the reasons are looked for in. A reason may rest on what is told, the core, only; of what is
/// not it has to allow that it happened at any time, or never.
/// </summary>
internal sealed class ModelEvidence
{
    private readonly HashSet<int> _told;

    /// <param name="calls">All calls of the object.</param>
    /// <param name="example">The counter-example among them.</param>
    public ModelEvidence(IReadOnlyList<Call> calls, CounterExample example)
    {
        Calls = [.. calls.Where(call => call.Outcome != EventType.Fail)];
        Failed = [.. calls.Where(call => call.Outcome == EventType.Fail)];
        Known = [.. FirstImpossible.UpTo(example.Culprit.CompletedAt, calls)];
        Core = example.Core;
        Culprit = example.Culprit;
        _told = [.. Core.Select(call => call.InvokedAt)];
    }

    /// <summary>What did not certainly fail; also what came later, for it tells how an operation ended and what was seen again.</summary>
    public IReadOnlyList<Call> Calls { get; }

    /// <summary>What certainly never happened.</summary>
    public IReadOnlyList<Call> Failed { get; }

    /// <summary>What had begun when the culprit ended, as it was known then.</summary>
    public IReadOnlyList<Call> Known { get; }

    public IReadOnlyList<Call> Core { get; }

    public Call Culprit { get; }

    public bool IsTold(Call call) => _told.Contains(call.InvokedAt);

    /// <summary>Whether the operation contradicts all that can have been, whenever that was.</summary>
    public bool IsAlone => Core.Count == 1;
}
