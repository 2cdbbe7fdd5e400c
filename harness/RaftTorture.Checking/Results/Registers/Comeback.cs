using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results.Registers;

/// <summary>What to call it when a passed value is seen again: that depends on what became of the value that had replaced it.</summary>
internal sealed class Comeback
{
    private readonly PassedValue _passed;
    private readonly RegisterEvidence _evidence;
    private readonly Call _culprit;

    private Comeback(PassedValue passed)
    {
        _passed = passed;
        _evidence = passed.Evidence;
        _culprit = passed.Evidence.Culprit;
    }

    public static Reason? Find(RegisterEvidence evidence) =>
        PassedValue.Find(evidence) is { } passed ? new Comeback(passed).Reason() : null;

    private Reason Reason()
    {
        var overwriters = _passed.Overwriters().ToArray();
        var acknowledged = overwriters.MinBy(call => call.CompletedAt);
        var (kind, consequence, named) = Class();
        return new Reason(kind, $"process {_culprit.Process} {_culprit.Deed()}, but {Passing()}{consequence}")
        {
            Named = [.. named],
            LeastK = 1 + Math.Max(1, overwriters.Select(call => call.Written()).Distinct().Count()),
            StaleMs = acknowledged is null ? null : Milliseconds.Between(acknowledged.Completion!, _culprit.Invocation),
        };
    }

    private (ViolationClass Kind, string Consequence, IEnumerable<Call> Named) Class()
    {
        if (SawOtherLater() is { } later && BuiltOnIt && _evidence.WasThereOnce(_passed.Other))
            return (ViolationClass.SplitBrain, $", and process {later.Process} saw {_passed.Other} later", [later]);
        if (IsBackForGood(out var second) && WhyTwice(second) is { } twice)
            return (ViolationClass.DuplicateApply, $"; {_passed.Value} {twice}", second);
        if (IsBackForGood(out second) && _passed.IsAcknowledged)
            return (ViolationClass.LostWrite, $", and nobody saw {_passed.Other} after that: it is lost", second);
        return _passed.IsAcknowledged
            ? (ViolationClass.StaleRead, "", [])
            : (ViolationClass.Inversion, "", []);
    }

    private string Passing()
    {
        var (between, value, other) = (_passed.Between, _passed.Value, _passed.Other);
        var earlier = Milliseconds.Figures(Milliseconds.Between(between.Completion!, _culprit.Invocation));
        if (!_passed.IsAcknowledged)
        {
            var reader = between.Process == _culprit.Process ? "it" : $"process {between.Process}";
            return $"{reader} had seen {other} {earlier} earlier, and {other} came after {value}";
        }

        var change = value == _evidence.Initial ? $"{other} had been written" : $"{value} had been overwritten by {other}";
        return $"{change} (acknowledged {earlier} earlier)";
    }

    /// <summary>The culprit did not only see the value but replaced it.</summary>
    private bool BuiltOnIt => _culprit.IsSuccessfulCas();

    private Call? SawOtherLater() =>
        _evidence.Lookers(_passed.Other).FirstOrDefault(call => call.InvokedAt > _passed.Between.CompletedAt && call.CompletedAt > _culprit.CompletedAt);

    /// <param name="second">Somebody else who saw the value again, where the culprit alone does not suffice.</param>
    private bool IsBackForGood(out Call[] second)
    {
        second = [];
        if (!_evidence.WasThereOnce(_passed.Value) || _evidence.Lookers(_passed.Other).Any(call => call.InvokedAt > _passed.Between.CompletedAt))
            return false;
        if (BuiltOnIt)
            return true;
        second = [.. _evidence.Lookers(_passed.Value)
            .Where(call => call.InvokedAt > _passed.Between.CompletedAt && call.InvokedAt != _culprit.InvokedAt)
            .Take(1)];
        return second.Length == 1;
    }

    /// <summary>What speaks for a write that took effect a second time; null where nothing does.</summary>
    private string? WhyTwice(Call[] second) => _evidence.OnlyWriter(_passed.Value) switch
    {
        { IsUnknown: true, F: var f } => $"is back, as if its {f}, which ended unknown, had taken effect twice",
        { IsOk: true } writer when writer.Expected() is { } expected && expected == _passed.Other =>
            $"is back, as if the cas {writer.Argument} had taken effect twice",
        _ => null,
    };
}
