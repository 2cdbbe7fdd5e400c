using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Streaming;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Scenarios.Workloads;

/// <summary>Reads, writes and compare-and-sets on many registers: linearizable, each on its own (Herlihy and Wing: locality).</summary>
public static class RegisterWorkload
{
    public const string Name = "register";

    public static Workload Create(Plan plan, IWorkloadData data) =>
        new(Name, KeyedLoad.Over(plan, data, (key, dice) => OnKey(key, data, dice)), new LinearizabilityChecker()) { Streaming = () => StreamingCheckers.Register(Value.Absent) };

    private static Mix<Operation> OnKey(string key, IWorkloadData data, Dice dice) => new(dice,
    [
        new Always<Operation>(_ => new Operation(Functions.Read, key, Value.Absent)),
        new Always<Operation>(context => new Operation(Functions.Write, key, data.Value(context.Serial))),
        new CasFromLastSeen(key, data, Value.Absent),
    ]);

    /// <summary>
    /// Expects what the key was last seen to hold. Values are unique, so a guess would never hit, and a cas that never hits tests nothing;
    /// under concurrency a fair part still misses.
    /// </summary>
    private sealed record CasFromLastSeen(string Key, IWorkloadData Data, Value LastSeen) : IGenerator<Operation>
    {
        public Step<Operation> Next(Context context)
        {
            var cas = Value.Cas(LastSeen, Data.Value(context.Serial));
            return new Step<Operation>.Emit(new Operation(Functions.Cas, Key, cas), context.Free[0], this);
        }

        public IGenerator<Operation> Observe(Outcome<Operation> outcome) =>
            Seen(outcome) is { } seen ? this with { LastSeen = seen } : this;

        private static Value? Seen(Outcome<Operation> outcome) => (outcome.Item, outcome.Completion) switch
        {
            ({ F: Functions.Read }, Completion.Ok read) => read.Value,
            ({ F: Functions.Write } write, Completion.Ok) => write.Value,
            ({ F: Functions.Cas, Value: Value.Items { Content: [_, var next] } }, Completion.Ok) => next,
            ({ F: Functions.Cas }, Completion.Fail { Observed: { } observed }) => observed,
            _ => null,
        };
    }
}
