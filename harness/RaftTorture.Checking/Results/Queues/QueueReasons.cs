using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results.Queues;

/// <summary>What can be wrong with queues: the violations of Henzinger, Sezgin and Vafeiadis, "Aspect-oriented linearizability proofs", CONCUR 2013.</summary>
internal static class QueueReasons
{
    /// <param name="isOrdered">Whether what goes in first comes out first.</param>
    public static Reason? Find(QueueEvidence evidence, bool isOrdered) =>
        NeverEnqueued(evidence) ?? TakenTwice(evidence) ?? NotEmpty(evidence) ?? (isOrdered ? Overtaken(evidence) : null);

    private static Reason? NeverEnqueued(QueueEvidence evidence) =>
        evidence.Culprit.Taken() is { } value && !evidence.IsInitial(value)
            ? new NeverThere(ViolationClass.PhantomElement, "enqueued", "enqueued").Find(evidence.Culprit, $"dequeued {value}", evidence.Enqueuers(value))
            : null;

    private static Reason? TakenTwice(QueueEvidence evidence)
    {
        if (evidence.Culprit.Taken() is not { } value || evidence.IsInitial(value))
            return null;
        var (takers, enqueues) = evidence.Takings(value);
        if (takers.Count <= enqueues)
            return null;
        var others = string.Join(" and ", takers.Where(call => call.InvokedAt != evidence.Culprit.InvokedAt).Select(call => $"process {call.Process}"));
        return new Reason(
            ViolationClass.DuplicateElement,
            $"process {evidence.Culprit.Process} dequeued {value}, but so did {others}, and it was enqueued {(enqueues == 1 ? "once" : $"{enqueues} times")}");
    }

    private static Reason? NotEmpty(QueueEvidence evidence)
    {
        foreach (var look in evidence.Core.Where(QueueCall.FoundNothing))
        {
            var held = Holding(evidence, look);
            if (held.Count == 0)
                continue;
            var lost = held.FirstOrDefault(presence => presence.From < look.InvokedAt && evidence.IsGone(presence.Value));
            var words = string.Join(" and then ", held.Select(presence => presence.Value));
            return lost is null
                ? new Reason(ViolationClass.FalseEmpty, $"process {look.Process} found nothing to dequeue, but {words} was in at every moment of its look")
                : new Reason(
                    ViolationClass.LostElement,
                    $"process {look.Process} found nothing to dequeue, but {lost.Value} had been enqueued before, and nobody ever dequeued it");
        }

        return null;
    }

    /// <summary>Values that together were in at every moment of a look; none where there was a moment without.</summary>
    private static List<Presence> Holding(QueueEvidence evidence, Call look)
    {
        var held = new List<Presence>();
        for (var reached = look.InvokedAt; reached < look.CompletedAt; reached = held[^1].Until)
        {
            var next = evidence.InFor.Where(presence => presence.From <= reached && presence.Until > reached).MaxBy(presence => presence.Until);
            if (next is null)
                return [];
            held.Add(next);
        }

        return held;
    }

    private static Reason? Overtaken(QueueEvidence evidence)
    {
        foreach (var later in evidence.Core.Where(call => call.Taken() is not null))
        {
            var entry = evidence.Core.FirstOrDefault(call => call.F == QueueCall.EnqueueF && call.Argument == later.Taken());
            if (entry is null || evidence.Takings(entry.Argument) is not { Takers.Count: 1, Enqueues: 1 } || evidence.IsInitial(entry.Argument))
                continue;
            if (evidence.InFor.FirstOrDefault(first => first.From < entry.InvokedAt && first.Until > later.CompletedAt) is { } overtaken)
                return Overtaken(evidence, overtaken, later);
        }

        return null;
    }

    private static Reason Overtaken(QueueEvidence evidence, Presence first, Call later)
    {
        var deed = $"process {later.Process} dequeued {later.Taken()}, but {first.Value} had been enqueued before it";
        return evidence.IsGone(first.Value)
            ? new Reason(ViolationClass.LostElement, $"{deed}, and nobody ever dequeued that")
            : new Reason(ViolationClass.OutOfOrder, $"{deed}, and was still in");
    }
}
