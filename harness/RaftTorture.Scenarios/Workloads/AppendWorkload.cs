using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Streaming;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Scenarios.Workloads;

/// <summary>Unique elements appended to lists, and the lists read back: every read must be a prefix of all later ones.</summary>
public static class AppendWorkload
{
    public const string Name = "append";

    public static Workload Create(Plan plan, IWorkloadData data) =>
        new(Name, KeyedLoad.Over(plan, data, (key, dice) => OnKey(key, data, dice)), new AppendChecker()) { Streaming = StreamingCheckers.List };

    private static Mix<Operation> OnKey(string key, IWorkloadData data, Dice dice)
    {
        var read = new Always<Operation>(_ => new Operation(Functions.Read, key, Value.Absent));
        var append = new Always<Operation>(context => new Operation(Functions.Append, key, data.Value(context.Serial)));
        return new Mix<Operation>(dice, [append, append, read]);
    }
}
