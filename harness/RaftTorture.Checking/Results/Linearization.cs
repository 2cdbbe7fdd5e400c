using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results;

/// <summary>
/// An order of the operations on one key that explains all answers: the proof of a valid verdict. It is kept as numbers, for a history may
/// have millions of operations.
/// </summary>
/// <param name="Key">The key, or null for a history of one nameless object.</param>
/// <param name="Positions">Where the invocations stand in the history, counted from 0, in the order in which the operations took effect.</param>
public sealed record Linearization(string? Key, IReadOnlyList<int> Positions)
{
    internal static Linearization Of(string? key, IReadOnlyList<Call> order)
    {
        var positions = new int[order.Count];
        for (var i = 0; i < positions.Length; i++)
            positions[i] = order[i].InvokedAt;
        return new Linearization(key, positions);
    }
}
