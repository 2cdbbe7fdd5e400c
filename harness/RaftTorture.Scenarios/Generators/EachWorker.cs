using System.Collections.Immutable;

namespace RaftTorture.Scenarios.Generators;

/// <summary>To every worker its own generator, by the worker's number; over when all are over.</summary>
public sealed record EachWorker<T>(ImmutableArray<IGenerator<T>> Own) : IGenerator<T>
{
    public Step<T> Next(Context context)
    {
        var asked = Own;
        var over = 0;
        long? untilNs = null;
        foreach (var worker in context.Free)
        {
            var step = asked[worker].Next(context with { Free = [worker] });
            if (step is Step<T>.Emit emit)
                return emit with { Then = new EachWorker<T>(asked.SetItem(worker, emit.Then)) };
            if (step is Step<T>.Pending pending)
            {
                asked = asked.SetItem(worker, pending.Then);
                untilNs = pending.Earlier(untilNs);
            }
            else
            {
                over++;
            }
        }

        return over == Own.Length ? new Step<T>.Done() : new Step<T>.Pending(untilNs, new EachWorker<T>(asked));
    }

    public IGenerator<T> Observe(Outcome<T> outcome) =>
        new EachWorker<T>(Own.SetItem(outcome.Worker, Own[outcome.Worker].Observe(outcome)));
}
