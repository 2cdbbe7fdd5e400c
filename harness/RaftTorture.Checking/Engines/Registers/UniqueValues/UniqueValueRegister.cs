using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Registers.Search;

namespace RaftTorture.Checking.Engines.Registers.UniqueValues;

/// <summary>
/// Decides a register in O(n log n) where no value that somebody found has two writers: then each answer says which write it saw.
/// </summary>
/// <remarks>
/// Gibbons and Korach, "Testing shared memories", SIAM J. Comput. 26(4), 1997, for reads and writes. A cas joins its value to the one
/// that it found, and both share a zone; unknown operations count only if their value was found, and then never return.
/// </remarks>
internal static class UniqueValueRegister
{
    /// <summary>So many bytes are held for an operation, and for a value, at most.</summary>
    private const int BytesPerOperation = 48;
    private const int BytesPerValue = 16;
    private const int BytesPerBlindMiss = 40;

    /// <returns>Null where this way cannot tell: somebody found a value that has several writers, or misses that saw nothing fit no order tried.</returns>
    public static SearchResult? Run(RegisterColumns columns, SearchBudget budget)
    {
        if (!budget.TryTake(Bytes(columns)))
            return new SearchResult.Undecided(budget.Reached!.Value);
        var observations = new Observations(columns, budget.Deadline);
        if (observations.Impossible is { } impossible)
            return Contradiction(impossible);
        if (observations.IsAmbiguous)
            return null;
        var chains = new Chains(columns, observations, budget.Deadline);
        if (chains.Contradiction is { } inChain)
            return Contradiction(inChain);
        var zones = new Zones(columns, chains, budget.Deadline);
        if (zones.Contradiction is { } between)
            return Contradiction(between);
        var order = Operations(columns, chains, zones, budget.Deadline);
        return columns.HasBlindMisses ? PlaceMisses(columns, observations, chains, order, budget.Deadline) : new SearchResult.Found(order);

        SearchResult.Impossible Contradiction(params int[] operations) => new() { Contradiction = observations.WithEvidence(operations) };
    }

    /// <summary>How much it holds at most while it runs, in bytes.</summary>
    private static long Bytes(RegisterColumns columns) =>
        (columns.Count * (long)(BytesPerOperation + (columns.HasBlindMisses ? BytesPerBlindMiss : 0))) + (columns.ValueCount * (long)BytesPerValue);

    private static SearchResult? PlaceMisses(RegisterColumns columns, Observations observations, Chains chains, int[] order, Deadline deadline)
    {
        var misses = new BlindMisses(columns, chains, deadline.Watch(order).Where(i => !columns.IsPure(i)), deadline);
        if (SomeForbiddenValueIsAmbiguous(columns, observations, deadline))
            return null;
        if (misses.FindContradiction() is { } contradiction)
            return new SearchResult.Impossible { Contradiction = observations.WithEvidence(contradiction) };
        return misses.TryOrder() is { } withMisses ? new SearchResult.Found(withMisses) : null;
    }

    private static bool SomeForbiddenValueIsAmbiguous(RegisterColumns columns, Observations observations, Deadline deadline)
    {
        for (var i = 0; i < columns.CertainCount; i++)
        {
            deadline.Tick();
            if (columns.IsBlindMiss(i) && observations.HasSeveralOrigins(columns.Forbids[i]))
                return true;
        }

        return false;
    }

    private static int[] Operations(RegisterColumns columns, Chains chains, Zones zones, Deadline deadline)
    {
        var order = new int[columns.Count];
        var count = 0;
        foreach (var chain in zones.Order)
        {
            if (chain > 0)
                order[count++] = chains.Root(chain);
            var value = chains.FirstValue(chain);
            while (true)
            {
                deadline.Tick();
                chains.Reads(value).CopyTo(order.AsSpan(count));
                count += chains.Reads(value).Length;
                var successor = chains.Successor(value);
                if (successor == RegisterColumns.NoOperation)
                    break;
                order[count++] = successor;
                value = columns.Writes[successor];
            }
        }

        return order[..count];
    }
}
