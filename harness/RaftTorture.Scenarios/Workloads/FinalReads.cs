using System.Collections.Immutable;
using RaftTorture.Checking.Histories;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Workloads;

/// <summary>Reads back every key after the faults, each by several workers and so through several nodes; whoever gets no answer asks again.</summary>
public static class FinalReads
{
    private const int ReadersPerKey = 3;

    public static IGenerator<Operation> Of(IReadOnlyList<string> keys, int workers) =>
        new EachWorker<Operation>([.. Enumerable.Range(0, workers).Select(worker => OfWorker(keys, worker, workers))]);

    private static Phases<Operation> OfWorker(IReadOnlyList<string> keys, int worker, int workers)
    {
        var own = keys.Where((_, number) => (worker - number % workers + workers) % workers < ReadersPerKey);
        return new Phases<Operation>([.. own.Select(key => new ReadUntilOk(key, IsOver: false))]);
    }

    private sealed record ReadUntilOk(string Key, bool IsOver) : IGenerator<Operation>
    {
        public Step<Operation> Next(Context context) => IsOver
            ? new Step<Operation>.Done()
            : new Step<Operation>.Emit(new Operation(Functions.Read, Key, Value.Absent), context.Free[0], this);

        public IGenerator<Operation> Observe(Outcome<Operation> outcome) => this with { IsOver = outcome.Completion is Completion.Ok };
    }
}
