using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results.KeyValues;

/// <summary>What can be wrong with a key of texts: a get shows what was never there, or something twice, or lacks what was acknowledged.</summary>
internal sealed class KvReasons
{
    private readonly ModelEvidence _evidence;
    private readonly Call _culprit;
    private readonly string _initial;
    private readonly string _seen;

    private KvReasons(ModelEvidence evidence, string initial)
    {
        _evidence = evidence;
        _culprit = evidence.Culprit;
        _initial = initial;
        _seen = TextOf(evidence.Culprit.Result);
    }

    private string Start => $"process {_culprit.Process} got {_culprit.Result}";

    /// <param name="initial">The text that is there at first, and after a delete.</param>
    public static Reason? Find(ModelEvidence evidence, string initial) =>
        evidence.Culprit is { F: "get", IsOk: true } ? new KvReasons(evidence, initial).Find() : null;

    private Reason? Find() => NeverThere() ?? Twice() ?? Lacking();

    private Reason? NeverThere()
    {
        if (CanBeMadeOf(_evidence.Known))
            return null;
        if (CanBeMadeOf(_evidence.Calls))
            return new Reason(ViolationClass.FutureRead, $"{Start}, of which some was written only later");
        return CanBeMadeOf([.. _evidence.Calls, .. _evidence.Failed])
            ? new Reason(ViolationClass.AbortedRead, $"{Start}, but what would have written some of it failed")
            : new Reason(ViolationClass.GarbageRead, $"{Start}, but nobody ever wrote that");
    }

    /// <summary>All parts of the answer were written; if it contradicts them alone, whatever their order, then one of them is in it too often.</summary>
    private Reason? Twice() => _evidence.IsAlone
        ? new Reason(ViolationClass.DuplicateApply, $"{Start}, which something that was written can only have made by taking effect twice")
        : null;

    private Reason? Lacking()
    {
        foreach (var write in _evidence.Core.Where(call => call.IsOk && call.F is "put" or "append"))
        {
            if (write.CompletedAt < _culprit.InvokedAt && !Shows(_seen, write) && Replacements(write, _evidence.Known).All(other => !CanBegin(other)))
                return Lacking(write);
        }

        return null;
    }

    private Reason Lacking(Call write)
    {
        var staleMs = Milliseconds.Between(write.Completion!, _culprit.Invocation);
        var why = $"{write.F} {write.Argument} had been acknowledged {Milliseconds.Figures(staleMs)} earlier";
        var until = Replacements(write, _evidence.Calls).Select(call => call.InvokedAt).DefaultIfEmpty(Call.Never).Min();
        Call[] later = [.. _evidence.Calls.Where(call => call is { F: "get", IsOk: true } && call.InvokedAt > write.CompletedAt && call.CompletedAt < until)];
        return later.Length > 1 && !later.Any(get => Shows(TextOf(get.Result), write))
            ? new Reason(ViolationClass.LostWrite, $"{Start}, but {why}, and nobody got it after that: it is lost")
            {
                Named = [later.First(get => get.InvokedAt != _culprit.InvokedAt)],
                StaleMs = staleMs,
            }
            : new Reason(ViolationClass.StaleRead, $"{Start}, but {why}") { StaleMs = staleMs };
    }

    /// <summary>Puts and deletes that may have come after a write.</summary>
    private IEnumerable<Call> Replacements(Call write, IReadOnlyList<Call> calls) => calls.Where(call =>
        call.F is "put" or "delete" && call.InvokedAt != write.InvokedAt && !(_evidence.IsTold(call) && call.CompletedAt < write.InvokedAt));

    /// <summary>Whether the answer can have grown from there.</summary>
    private bool CanBegin(Call replacement) => _seen.StartsWith(BeginningOf(replacement), StringComparison.Ordinal);

    private string BeginningOf(Call replacement) => replacement.F == "put" ? TextOf(replacement.Argument) : _initial;

    /// <summary>Whether a text can hold what was written. What a put left is at its beginning, what was appended anywhere.</summary>
    private static bool Shows(string text, Call write) => write.F == "put"
        ? text.StartsWith(TextOf(write.Argument), StringComparison.Ordinal)
        : text.Contains(TextOf(write.Argument), StringComparison.Ordinal);

    /// <summary>Whether the answer is a beginning and then appended texts, each as often as one likes.</summary>
    private bool CanBeMadeOf(IReadOnlyList<Call> calls)
    {
        var appended = calls.Where(call => call.F == "append").Select(call => TextOf(call.Argument)).Where(text => text.Length > 0).Distinct().ToArray();
        var reached = new bool[_seen.Length + 1];
        foreach (var beginning in calls.Where(call => call.F is "put").Select(BeginningOf).Append(_initial))
        {
            if (_seen.StartsWith(beginning, StringComparison.Ordinal))
                reached[beginning.Length] = true;
        }

        for (var at = 0; at < _seen.Length; at++)
        {
            foreach (var text in reached[at] ? appended : [])
            {
                if (_seen.AsSpan(at).StartsWith(text, StringComparison.Ordinal))
                    reached[at + text.Length] = true;
            }
        }

        return reached[^1];
    }

    private static string TextOf(Value value) => value is Value.Nil ? "" : value.ToString()!;
}
