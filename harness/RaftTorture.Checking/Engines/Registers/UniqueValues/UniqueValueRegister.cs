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
        if (!budget.TryTake(Bytes(columns)) || !budget.IsInTime())
            return new SearchResult.Undecided(budget.Reached!.Value);
        var observations = new Observations(columns);
        if (observations.Impossible is { } impossible)
            return Contradiction(impossible);
        if (observations.IsAmbiguous)
            return null;
        var chains = new Chains(columns, observations);
        if (chains.Contradiction is { } inChain)
            return Contradiction(inChain);
        if (!budget.IsInTime())
            return new SearchResult.Undecided(budget.Reached!.Value);
        var zones = new Zones(columns, chains);
        if (zones.Contradiction is { } between)
            return Contradiction(between);
        return BlindMisses.Any(columns)
            ? PlaceMisses(columns, observations, chains, zones)
            : new SearchResult.Found(Operations(columns, chains, zones));

        SearchResult.Impossible Contradiction(params int[] operations) => new() { Contradiction = observations.WithEvidence(operations) };
    }

    /// <summary>How much it holds at most while it runs, in bytes.</summary>
    private static long Bytes(RegisterColumns columns) =>
        (columns.Count * (long)(BytesPerOperation + (BlindMisses.Any(columns) ? BytesPerBlindMiss : 0))) + (columns.ValueCount * (long)BytesPerValue);

    private static SearchResult? PlaceMisses(RegisterColumns columns, Observations observations, Chains chains, Zones zones)
    {
        var misses = new BlindMisses(columns, chains, Operations(columns, chains, zones).Where(i => !columns.IsPure(i)));
        if (SomeForbiddenValueIsAmbiguous(columns, observations))
            return null;
        if (misses.FindContradiction() is { } contradiction)
            return new SearchResult.Impossible { Contradiction = observations.WithEvidence(contradiction) };
        return misses.TryOrder() is { } order ? new SearchResult.Found(order) : null;
    }

    private static bool SomeForbiddenValueIsAmbiguous(RegisterColumns columns, Observations observations)
    {
        for (var i = 0; i < columns.CertainCount; i++)
        {
            if (columns.IsBlindMiss(i) && observations.HasSeveralOrigins(columns.Forbids[i]))
                return true;
        }

        return false;
    }

    private static int[] Operations(RegisterColumns columns, Chains chains, Zones zones)
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
