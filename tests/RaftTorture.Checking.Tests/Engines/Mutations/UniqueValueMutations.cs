namespace RaftTorture.Checking.Tests.Engines.Mutations;

/// <summary>The way by unique values: each of its rules.</summary>
internal static class UniqueValueMutations
{
    private const string Unique = "unique values";

    public static IReadOnlyList<Mutation> All =>
    [
        // Who wrote what was found.
        new(Unique, "Observations", "if (value == _columns.Forbids[operation])", "if (false)"),
        new(Unique, "Observations", "_writer[value] == Nobody)\n            Impossible", "false)\n            Impossible"),
        new(Unique, "Observations", "!_columns.IsCertain(_writer[value])", "false"),
        new(Unique, "Observations", "known == Nobody ? i : Several", "i"),
        new(Unique, "Observations", " || (value == RegisterHistory.InitialState && _writer[value] != Nobody)", ""),

        // Within a chain.
        new(Unique, "Chains", "if (successor != RegisterColumns.NoOperation)", "if (false)"),
        new(Unique, "Chains", "_columns.CompletedAt(read) < _columns.InvokedAt(latest)", "false"),
        new(Unique, "Chains", "_columns.CompletedAt(installer) < _columns.InvokedAt(lastInvoked)", "false"),
        new(Unique, "Chains", "_columns.CompletedAt(operation) < _columns.CompletedAt(firstReturned)", "false"),
        new(Unique, "Chains", "_columns.InvokedAt(operation) > _columns.InvokedAt(lastInvoked)", "false"),
        new(Unique, "Chains", "return FindCircle(followed);", "return null;"),

        // Between chains.
        new(Unique, "Zones", "(IsForward(chain) || end < taken)", "IsForward(chain)"),
        new(Unique, "Zones", "(IsForward(chain) || end < taken)", "end < taken"),
        new(Unique, "Zones", "beginning < taken && ", ""),
        new(Unique, "Zones", "if (IsForward(chain))\n                busy = chain;", "busy = chain;"),
        new(
            Unique,
            "Zones",
            "Math.Min(FirstReturn(chain), LastInvocation(chain)), deadline",
            "Math.Max(FirstReturn(chain), LastInvocation(chain)), deadline"),

        // Misses that did not say what they saw.
        new(Unique, "BlindMisses", "_columns.InvokedAt(miss) > _columns.CompletedAt(firstReturned) && ", ""),
        new(Unique, "BlindMisses", " && _columns.CompletedAt(miss) < _columns.InvokedAt(lastInvoked)", ""),
        new(Unique, "BlindMisses", "k > 0 && first <= _begins[k]", "true"),
        new(Unique, "BlindMisses", "goes = Math.Min(goes, last);", ""),
        new(Unique, "BlindMisses", "soonest = Math.Min(soonest, Before(_columns.CompletedAt(read)));", ""),
        new(Unique, "BlindMisses", "return next == Never ? Ordered() : null;", "return Ordered();"),
        new(Unique, "UniqueValueRegister", "if (SomeForbiddenValueIsAmbiguous(columns, observations, deadline))", "if (false)"),
    ];
}
