using RaftTorture.Checking.Histories;
using RaftTorture.Running.Files;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Running.Recording;

/// <summary>What happens in a run besides the clients' history: kept, written down at once, and passed on to whoever watches.</summary>
internal sealed class RunJournal(RunDirectory directory, RunClock clock, IRunObserver observer) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly JsonLines<Receipt> _faults = new(directory.Faults);
    private readonly JsonLines<LeaderSeen> _leaders = new(directory.Leaders);
    private readonly StreamWriter _log = new(directory.Log) { AutoFlush = true };

    public List<PhaseStarted> Phases { get; } = [];

    public List<Receipt> Receipts { get; } = [];

    public List<LeaderSeen> Leaders { get; } = [];

    public void Enter(Phase phase)
    {
        var started = new PhaseStarted(phase, clock.NowNs);
        Phases.Add(started);
        Log($"phase {phase}");
        observer.PhaseStarted(started);
    }

    public void Applied(Receipt receipt)
    {
        Receipts.Add(receipt);
        _faults.Append(receipt);
        Log($"{receipt.F} {receipt.Description}: {(receipt.Confirmed ? "confirmed" : "NOT CONFIRMED")}, {receipt.Evidence}");
        observer.FaultApplied(receipt);
    }

    public void Leads(LeaderSeen leader)
    {
        Leaders.Add(leader);
        _leaders.Append(leader);
        Log($"{leader.Node} leads term {leader.Term}");
        observer.LeaderChanged(leader);
    }

    public void Completed(HistoryEvent invocation, HistoryEvent completion) =>
        observer.OperationCompleted(completion.Type, completion.F, completion.TimeNs - invocation.TimeNs);

    public void Notice(string line)
    {
        Log(line);
        observer.Notice(line);
    }

    public void Dispose()
    {
        _faults.Dispose();
        _leaders.Dispose();
        _log.Dispose();
    }

    /// <summary>The only writer that is shared: phases, faults and leaders each come from one loop.</summary>
    private void Log(string line)
    {
        lock (_gate)
            _log.WriteLine($"{clock.NowNs / 1e9,10:F3} s  {line}");
    }
}
