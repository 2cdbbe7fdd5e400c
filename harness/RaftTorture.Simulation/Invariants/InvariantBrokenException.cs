namespace RaftTorture.Simulation.Invariants;

/// <summary>Something happened that Raft promises never happens.</summary>
/// <param name="invariant">Its name.</param>
/// <param name="what">What was seen instead.</param>
/// <param name="story">The seed and the last steps before.</param>
public sealed class InvariantBrokenException(string invariant, string what, string story) : Exception($"{invariant}: {what}\n{story}")
{
    public string Invariant { get; } = invariant;
}
