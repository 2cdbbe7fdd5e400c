using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace RaftTorture.Kv;

/// <summary>What each command does to the keys.</summary>
internal static class KvExecution
{
    public static KvResult Execute(KvCommand command, KeyTable keys) => command switch
    {
        _ when !KvLimits.Allow(command) => new KvResult.TooLong(null),
        KvCommand.Simple simple => Execute(simple, keys),
        KvCommand.Cas cas => Execute(cas, keys),
        KvCommand.Txn txn => Execute(txn, keys),
        _ => throw new UnreachableException($"{command}"),
    };

    private static KvResult Execute(KvCommand.Simple command, KeyTable keys) => command switch
    {
        KvCommand.Get get => new KvResult.Done(keys.Get(get.Key)),
        KvCommand.Put put => Set(keys, put.Key, put.Value),
        KvCommand.Delete delete => Set(keys, delete.Key, null),
        KvCommand.Append append => Set(keys, append.Key, keys.Get(append.Key) + append.Suffix),
        KvCommand.Incr incr => Increase(keys, incr),
        _ => throw new UnreachableException($"{command}"),
    };

    private static KvResult Execute(KvCommand.Cas cas, KeyTable keys)
    {
        var observed = keys.Get(cas.Key);
        return observed == cas.Expected ? Set(keys, cas.Key, cas.Value) : new KvResult.CasMiss(observed);
    }

    private static KvResult Execute(KvCommand.Txn txn, KeyTable keys)
    {
        var succeeded = txn.Compares.All(compare => compare.Holds(keys.Get(compare.Key)));
        var branch = succeeded ? txn.OnSuccess : txn.OnFailure;
        var results = ImmutableArray.CreateBuilder<string?>(branch.Length);
        var undo = new Stack<(string Key, string? Value)>(branch.Length);
        var roomChars = KvLimits.MaxReplyChars;
        foreach (var operation in branch)
        {
            undo.Push((operation.Key, keys.Get(operation.Key)));
            switch (Execute(operation, keys))
            {
                case KvResult.Done done when (done.Value?.Length ?? 0) is var chars && chars <= roomChars:
                    roomChars -= chars;
                    results.Add(done.Value);
                    break;
                case KvResult.Done:
                    Undo(undo, keys);
                    return new KvResult.TooLong(operation.Key);
                case (KvResult.NotANumber or KvResult.TooLong) and var refusal:
                    Undo(undo, keys);
                    return refusal;
                case var other:
                    throw new UnreachableException($"{operation} was answered {other}");
            }
        }

        return new KvResult.TxnDone(succeeded, results.MoveToImmutable());
    }

    private static void Undo(Stack<(string Key, string? Value)> undo, KeyTable keys)
    {
        while (undo.TryPop(out var before))
            keys.Set(before.Key, before.Value);
    }

    private static KvResult Increase(KeyTable keys, KvCommand.Incr incr)
    {
        if (!TryParse(keys.Get(incr.Key) ?? "0", out var number))
            return new KvResult.NotANumber(incr.Key);
        var sum = (Int128)number + incr.Delta;
        if (sum < long.MinValue || sum > long.MaxValue)
            return new KvResult.NotANumber(incr.Key);
        var text = sum.ToString(CultureInfo.InvariantCulture);
        keys.Set(incr.Key, text);
        return new KvResult.Done(text);
    }

    // 007 and -0 are texts: an incr must not be the one to change how a number is written.
    private static bool TryParse(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number.ToString(CultureInfo.InvariantCulture) == text;

    private static KvResult Set(KeyTable keys, string key, string? value)
    {
        if (value?.Length > KvLimits.MaxValueChars)
            return new KvResult.TooLong(key);
        keys.Set(key, value);
        return new KvResult.Done(null);
    }
}
