using RaftTorture.Checking.Histories;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Scenarios.Tests.Fakes;

internal sealed class PlainData : IWorkloadData
{
    public string Key(long number) => $"k{number}";

    public Value Value(long number) => Checking.Histories.Value.Of(number);
}
