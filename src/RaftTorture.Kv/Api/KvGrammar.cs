using System.Collections.Immutable;

namespace RaftTorture.Kv.Api;

/// <summary>Which requests make sense. Strict: a member that an operation does not use is a mistake of the sender, not to be passed over.</summary>
internal static class KvGrammar
{
    private static readonly ImmutableArray<string> Operations =
        [KvOp.Open, KvOp.Close, KvOp.Get, KvOp.Put, KvOp.Delete, KvOp.Cas, KvOp.Append, KvOp.Incr, KvOp.Txn];

    private static readonly ImmutableArray<Member> Members =
    [
        new("session", request => request.Session is not null, [KvOp.Close, KvOp.Put, KvOp.Delete, KvOp.Cas, KvOp.Append, KvOp.Incr, KvOp.Txn]),
        new("sequence", request => request.Sequence is not null, [KvOp.Put, KvOp.Delete, KvOp.Cas, KvOp.Append, KvOp.Incr, KvOp.Txn]),
        new("key", request => request.Key is not null, [KvOp.Get, KvOp.Put, KvOp.Delete, KvOp.Cas, KvOp.Append, KvOp.Incr]),
        new("expected", request => request.Expected is not null, [KvOp.Cas]),
        new("value", request => request.Value is not null, [KvOp.Put, KvOp.Cas, KvOp.Append]),
        new("delta", request => request.Delta is not null, [KvOp.Incr]),
        new("compare", request => request.Compare is not null, [KvOp.Txn]),
        new("then", request => request.Then is not null, [KvOp.Txn]),
        new("else", request => request.Else is not null, [KvOp.Txn]),
    ];

    /// <summary>Why the request makes no sense, as a sentence for the client; null if it does.</summary>
    public static string? ComplaintOf(KvRequest request)
    {
        if (request.Op is null || !Operations.Contains(request.Op))
            return $"op must be {string.Join(", ", Operations)}";
        return ComplaintOfMembers(request) ?? request.Op switch
        {
            KvOp.Open => null,
            KvOp.Close => request.Session is > 0 ? null : "session must be a number from 1",
            KvOp.Get => ComplaintOfKey(request.Key),
            KvOp.Txn => ComplaintOfSession(request) ?? KvTxnGrammar.ComplaintOf(request),
            _ => ComplaintOfSession(request) ?? ComplaintOfKey(request.Key) ?? ComplaintOfValues(request),
        };
    }

    public static string? ComplaintOfKey(string? key) =>
        key is { Length: > 0 and <= KvLimits.MaxKeyChars } ? null : $"key must be a text of 1 to {KvLimits.MaxKeyChars} characters";

    public static string? ComplaintOfValue(string? value) =>
        value?.Length > KvLimits.MaxValueChars ? $"a value has at most {KvLimits.MaxValueChars} characters" : null;

    private static string? ComplaintOfMembers(KvRequest request)
    {
        foreach (var member in Members)
        {
            if (member.IsThere(request) && !member.Operations.Contains(request.Op!))
                return $"{request.Op} takes no {member.Name}";
        }

        return null;
    }

    private static string? ComplaintOfSession(KvRequest request) => (request.Session, request.Sequence) switch
    {
        (null, null) => null,
        (not > 0, _) => "session must be a number from 1: open one with {\"op\":\"open\"}, or leave out session and sequence",
        (_, not > 0) => "sequence must be a number from 1",
        _ => null,
    };

    private static string? ComplaintOfValues(KvRequest request)
    {
        if (request.Op is KvOp.Put or KvOp.Cas or KvOp.Append && request.Value is null)
            return $"{request.Op} needs a value";
        return ComplaintOfValue(request.Value) ?? ComplaintOfValue(request.Expected);
    }

    private sealed record Member(string Name, Func<KvRequest, bool> IsThere, ImmutableArray<string> Operations);
}
