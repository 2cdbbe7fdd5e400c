using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Engines.Polynomial.Locks;

/// <summary>Who held a lock from when to when: an acquire, and the release by the same process that follows it, if one does.</summary>
internal sealed class Tenures
{
    private const int None = -1;

    private readonly ModelHistory _history;
    private readonly List<(int Acquire, int Release)> _tenures = [];

    // By process; looked up, never enumerated.
    private readonly Dictionary<ProcessId, int> _openTenure = [];
    private readonly Dictionary<ProcessId, int> _latestEnd = [];

    public Tenures(ModelHistory history, Deadline deadline)
    {
        _history = history;
        foreach (var (operation, isEnd) in history.Events(deadline))
        {
            if (!isEnd)
                Invoke(operation, history.Calls[operation]);
        }
    }

    /// <summary>Whether each process does one thing after the other, and nothing after an operation of which it knows no end.</summary>
    public bool AreSequential { get; private set; } = true;

    /// <summary>Whether a process acquired what it held, or released what it did not.</summary>
    public bool IsBroken { get; private set; }

    /// <returns>Acquires and releases one after the other, or null where two tenures overlap for certain.</returns>
    public IEnumerable<int>? TryOrder(Deadline deadline)
    {
        int[] ordered = [.. Enumerable.Range(0, _tenures.Count)];
        RadixSort.Sort(ordered, tenure => _history.Calls[_tenures[tenure].Acquire].CompletedAt, deadline);
        var heldUntil = -1;
        foreach (var (acquire, release) in deadline.Watch(ordered).Select(tenure => _tenures[tenure]))
        {
            if (heldUntil > _history.Calls[acquire].CompletedAt)
                return null;
            heldUntil = CertainUntil(release);
        }

        return deadline.Watch(ordered)
            .SelectMany(tenure => new[] { _tenures[tenure].Acquire, _tenures[tenure].Release })
            .Where(operation => operation != None);
    }

    private int CertainUntil(int release) => release == None ? Call.Never : _history.Calls[release].InvokedAt;

    private void Invoke(int operation, Call call)
    {
        AreSequential &= _latestEnd.GetValueOrDefault(call.Process, None) < call.InvokedAt;
        _latestEnd[call.Process] = call.CompletedAt;
        var isHeld = _openTenure.Remove(call.Process, out var tenure);
        if (isHeld != (call.F == "release"))
        {
            // What cannot have happened is unknown, or a contradiction.
            IsBroken |= !call.IsUnknown;
        }
        else if (isHeld)
        {
            _tenures[tenure] = _tenures[tenure] with { Release = operation };
        }
        else if (!call.IsUnknown)
        {
            _openTenure[call.Process] = _tenures.Count;
            _tenures.Add((operation, None));
        }
    }
}
