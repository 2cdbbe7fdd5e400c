using RaftTorture.Checking.Histories;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Running.Tests.Fakes;

/// <summary>Collects what a run tells, and lets a test act on it.</summary>
internal sealed class Watcher : IRunObserver
{
    private int _completed;

    public Action<Phase> OnPhase { get; init; } = _ => { };

    public Action<Receipt> OnFault { get; init; } = _ => { };

    public int CompletedCount => _completed;

    public List<string> Notices { get; } = [];

    public void PhaseStarted(PhaseStarted phase) => OnPhase(phase.Phase);

    public void OperationCompleted(EventType type, string f, long latencyNs) => Interlocked.Increment(ref _completed);

    public void FaultApplied(Receipt receipt) => OnFault(receipt);

    public void LeaderChanged(LeaderSeen leader)
    {
    }

    public void Notice(string line) => Notices.Add(line);
}
