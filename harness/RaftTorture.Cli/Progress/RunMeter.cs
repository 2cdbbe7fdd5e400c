using System.Diagnostics;
using RaftTorture.Checking.Histories;
using RaftTorture.Reporting.Charts;
using RaftTorture.Reporting.Digests;
using RaftTorture.Running;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Cli.Progress;

/// <summary>Counts what happens in a run, so that a view can read it whenever it likes.</summary>
public sealed class RunMeter(Plan plan, TimeProvider time) : IRunObserver
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private readonly Queue<(long Timestamp, long LatencyNs)> _recent = new();
    private readonly List<Receipt> _receipts = [];
    private readonly Queue<string> _notices = new();
    private (Phase Phase, long Timestamp)? _phase;
    private LeaderSeen? _leader;
    private long _ok;
    private long _fail;
    private long _info;

    public void PhaseStarted(PhaseStarted phase)
    {
        lock (_gate)
            _phase = (phase.Phase, time.GetTimestamp());
    }

    public void OperationCompleted(EventType type, string f, long latencyNs)
    {
        lock (_gate)
        {
            Count(type);
            _recent.Enqueue((time.GetTimestamp(), latencyNs));
            ForgetOld();
        }
    }

    public void FaultApplied(Receipt receipt)
    {
        lock (_gate)
            _receipts.Add(receipt);
    }

    public void LeaderChanged(LeaderSeen leader)
    {
        lock (_gate)
            _leader = leader;
    }

    public void Notice(string line)
    {
        lock (_gate)
            _notices.Enqueue(line);
    }

    public MeterReading Read()
    {
        lock (_gate)
        {
            ForgetOld();
            var latencies = new Quantiles(_recent.Select(operation => operation.LatencyNs));
            return new MeterReading(
                _phase?.Phase,
                time.GetElapsedTime(_start),
                Remaining(),
                _ok,
                _fail,
                _info,
                _recent.Count,
                latencies.IsEmpty ? null : latencies.At(0.5),
                latencies.IsEmpty ? null : latencies.At(0.99),
                [.. InForce()],
                _leader);
        }
    }

    /// <summary>Lines for a person that came since the last call.</summary>
    public IReadOnlyList<string> TakeNotices()
    {
        lock (_gate)
        {
            var notices = _notices.ToArray();
            _notices.Clear();
            return notices;
        }
    }

    private void Count(EventType type) => _ = type switch
    {
        EventType.Ok => _ok++,
        EventType.Fail => _fail++,
        EventType.Info => _info++,
        _ => throw new UnreachableException(),
    };

    private void ForgetOld()
    {
        while (_recent.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Timestamp) > Window)
            _recent.Dequeue();
    }

    private TimeSpan? Remaining()
    {
        double? lengthSeconds = _phase?.Phase switch
        {
            Phase.Quiet => plan.QuietSeconds + plan.TimeLimitSeconds,
            Phase.Faults => plan.TimeLimitSeconds,
            _ => null,
        };
        if (lengthSeconds is null)
            return null;
        var left = TimeSpan.FromSeconds(lengthSeconds.Value) - time.GetElapsedTime(_phase!.Value.Timestamp);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private IEnumerable<string> InForce() => FaultPeriod.From(_receipts, long.MaxValue)
        .Where(fault => fault.EndNs == long.MaxValue)
        .Select(fault => $"{FaultName.Of(fault.Kind)} {fault.Description}");
}
