namespace RaftTorture.Checking.Formats.Edn;

/// <summary>
/// Jepsen's <c>independent</c> tests work on many keys by making every value a pair of key and value. In a file a pair looks
/// like any vector of two, so it is told by all of them: a single operation that was invoked with something else refutes it.
/// </summary>
internal static class IndependentKeys
{
    /// <summary>Whether all that clients asked for are pairs whose first part can be a key. A cas on one key is none: its pair holds no pair.</summary>
    public static bool AreUsed(IReadOnlyList<EdnOperation> operations)
    {
        var invocations = operations.Where(each => each.Type == Histories.EventType.Invoke && !each.Process.IsNemesis);
        return invocations.Any() && invocations.All(IsTuple);
    }

    /// <returns>Null where a completion lost its pair, as <c>:value :timed-out</c> has.</returns>
    public static (string Key, EdnForm Value)? Split(EdnForm value) =>
        value is EdnForm.Sequence { Items: [EdnForm.Number or EdnForm.Text or EdnForm.Keyword or EdnForm.Word, _] items }
            ? (EdnValues.Name(items[0]), items[1])
            : null;

    private static bool IsTuple(EdnOperation invocation) =>
        invocation.Key is null
        && Split(invocation.Value) is { } tuple
        && (invocation.F != "cas" || tuple.Value is EdnForm.Sequence { Items.Length: 2 });
}
