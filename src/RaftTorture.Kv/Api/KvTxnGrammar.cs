using System.Collections.Immutable;

namespace RaftTorture.Kv.Api;

/// <summary>Which transactions make sense.</summary>
internal static class KvTxnGrammar
{
    /// <summary>Why the transaction makes no sense, as a sentence for the client; null if it does.</summary>
    public static string? ComplaintOf(KvRequest request)
    {
        var (compares, then, otherwise) = (request.Compare ?? [], request.Then ?? [], request.Else ?? []);
        if (Math.Max(compares.Length, Math.Max(then.Length, otherwise.Length)) > KvLimits.MaxTxnItems)
            return $"compare, then and else have at most {KvLimits.MaxTxnItems} members each";
        return First(compares, ComplaintOf) ?? First(then, ComplaintOf) ?? First(otherwise, ComplaintOf)
            ?? (Chars(compares) + Chars(then) + Chars(otherwise) > KvLimits.MaxTxnChars
                ? $"the keys and values of a transaction have at most {KvLimits.MaxTxnChars} characters together"
                : null);
    }

    private static string? First<T>(ImmutableArray<T> members, Func<T, string?> complaint) => members.Select(complaint).FirstOrDefault(text => text is not null);

    // A list of the wire may hold null, whatever the type says.
    private static string? ComplaintOf(KvCompareDto? compare) => compare switch
    {
        null => "a compare is null",
        _ when KvCompareDto.Relation(compare.Is) is null => "is must be =, !=, < or >",
        { Is: "<" or ">", Value: null } => $"nothing is {compare.Is} absence",
        _ => KvGrammar.ComplaintOfKey(compare.Key) ?? KvGrammar.ComplaintOfValue(compare.Value),
    };

    private static string? ComplaintOf(KvOperationDto? operation) => operation switch
    {
        null => "an operation is null",
        { Op: not (KvOp.Get or KvOp.Put or KvOp.Delete or KvOp.Append or KvOp.Incr) } => "op in a transaction must be get, put, delete, append, incr",
        { Op: KvOp.Put or KvOp.Append, Value: null } => $"{operation.Op} needs a value",
        { Op: not (KvOp.Put or KvOp.Append), Value: not null } => $"{operation.Op} takes no value",
        { Op: not KvOp.Incr, Delta: not null } => $"{operation.Op} takes no delta",
        _ => KvGrammar.ComplaintOfKey(operation.Key) ?? KvGrammar.ComplaintOfValue(operation.Value),
    };

    private static long Chars(ImmutableArray<KvCompareDto> compares) => compares.Sum(compare => (long)compare.Key.Length + (compare.Value?.Length ?? 0));

    private static long Chars(ImmutableArray<KvOperationDto> operations) => operations.Sum(operation => (long)operation.Key.Length + (operation.Value?.Length ?? 0));
}
