using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Streaming;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Scenarios.Workloads;

/// <summary>Unique elements added to sets: what was acknowledged must be read for ever after, and nothing else may appear.</summary>
public static class SetWorkload
{
    public const string Name = "set";

    public static Workload Create(Plan plan, IWorkloadData data) =>
        new(Name, KeyedLoad.Over(plan, data, (key, dice) => OnKey(key, data, dice)), new SetChecker()) { Streaming = StreamingCheckers.Set };

    private static Mix<Operation> OnKey(string key, IWorkloadData data, Dice dice)
    {
        var read = new Always<Operation>(_ => new Operation(Functions.Read, key, Value.Absent));
        var add = new Always<Operation>(context => new Operation(Functions.Add, key, data.Value(context.Serial)));
        return new Mix<Operation>(dice, [add, add, read]);
    }
}
