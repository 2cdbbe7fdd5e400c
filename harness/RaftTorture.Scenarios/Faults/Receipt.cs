namespace RaftTorture.Scenarios.Faults;

/// <summary>The evidence that a fault, or its heal, took effect: one line of <c>faults.jsonl</c>.</summary>
/// <param name="Kind">The fault's family.</param>
/// <param name="F">The fault's name in the history.</param>
/// <param name="Description">What it was.</param>
/// <param name="IsHeal">True for the undoing of a fault.</param>
/// <param name="Confirmed">True if a probe saw the effect. False is never repaired into true: it makes the run unknown.</param>
/// <param name="Evidence">What the probe saw, with figures; or why it saw nothing.</param>
/// <param name="StartNs">When the fault was applied, nanoseconds since the run started.</param>
/// <param name="EndNs">When the probe had its answer.</param>
public sealed record Receipt(
    FaultKind Kind,
    string F,
    string Description,
    bool IsHeal,
    bool Confirmed,
    string Evidence,
    long StartNs,
    long EndNs)
{
    /// <summary>What it was part of: a stage of a recipe (<c>pause-kill 3/6</c>) or a trigger, by its text; null where it was its family's turn.</summary>
    public string? Cause { get; init; }

    /// <summary>The description of the heal that ends it; null for what needs none, or where any of its family does.</summary>
    public string? HealedBy { get; init; }
}
