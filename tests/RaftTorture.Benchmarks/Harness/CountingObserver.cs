using RaftTorture.Checking.Histories;
using RaftTorture.Running;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Benchmarks.Harness;

/// <summary>Watches as the live view does: a lock and a queue of latencies for each operation.</summary>
internal sealed class CountingObserver : IRunObserver
{
    private readonly Lock _gate = new();
    private readonly Queue<long> _latenciesNs = new();

    public void OperationCompleted(EventType type, string f, long latencyNs)
    {
        lock (_gate)
            _latenciesNs.Enqueue(latencyNs);
    }

    public void PhaseStarted(PhaseStarted phase)
    {
    }

    public void FaultApplied(Receipt receipt)
    {
    }

    public void LeaderChanged(LeaderSeen leader)
    {
    }

    public void Notice(string line)
    {
    }
}
