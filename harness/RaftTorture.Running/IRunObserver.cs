using RaftTorture.Checking.Histories;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Running;

/// <summary>Watches a run as it happens. Called from many threads and in the way of the clients: it must be quick and must not throw.</summary>
public interface IRunObserver
{
    void PhaseStarted(PhaseStarted phase);

    /// <param name="type">How it ended: ok, fail or info.</param>
    /// <param name="f">What was asked.</param>
    /// <param name="latencyNs">From invocation to completion, nanoseconds.</param>
    void OperationCompleted(EventType type, string f, long latencyNs);

    void FaultApplied(Receipt receipt);

    void LeaderChanged(LeaderSeen leader);

    /// <summary>Something that a person should know, in one line.</summary>
    void Notice(string line);
}
