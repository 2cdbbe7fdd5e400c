using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Checkers.Growing;

/// <summary>
/// Where answers force an order on operations, layer after layer, real time must not contradict it: nothing may have returned
/// before something of an earlier layer was invoked. An order without contradictions is a linearization.
/// </summary>
internal static class ForcedOrder
{
    /// <param name="layers">Each as a whole before the next; within a layer any order will do.</param>
    /// <returns>Pairs of which the first is forced before the second, but was invoked only after the second had returned.</returns>
    public static IEnumerable<(Call First, Call Second)> Contradictions(IEnumerable<IReadOnlyList<Call>> layers)
    {
        Call? latest = null;
        foreach (var layer in layers)
        {
            foreach (var call in layer)
            {
                if (call.CompletedAt < latest?.InvokedAt)
                    yield return (latest, call);
            }

            latest = layer.Append(latest).OfType<Call>().MaxBy(call => call.InvokedAt);
        }
    }
}
