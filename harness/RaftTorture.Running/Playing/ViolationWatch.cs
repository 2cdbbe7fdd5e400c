using System.Threading.Channels;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Streaming;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Running.Playing;

/// <summary>Checks the history while it is made, beside the run and not in its way, and asks the run to end at the first violation.</summary>
internal sealed class ViolationWatch : IAsyncDisposable
{
    private readonly IStreamingChecker _checker;
    private readonly int _operationsPerKey;
    private readonly Channel<HistoryEvent> _events = Channel.CreateUnbounded<HistoryEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, int> _invokedOf = [];
    private readonly CancellationTokenSource _found = new();
    private readonly Task _watching;

    private ViolationWatch(IStreamingChecker checker, int operationsPerKey)
    {
        _checker = checker;
        _operationsPerKey = operationsPerKey;
        _watching = Task.Run(WatchAsync);
    }

    /// <returns>Null where the plan does not ask for it.</returns>
    /// <exception cref="PlanException">There is no check that goes on with such a run.</exception>
    public static ViolationWatch? Of(Plan plan, Workload workload)
    {
        if (!plan.StopAtViolation)
            return null;
        var create = workload.Streaming
            ?? throw new PlanException($"the {workload.Name} workload cannot be checked while it runs: leave out --stop-at-violation");
        return new ViolationWatch(create(), plan.OperationsPerKey);
    }

    /// <summary>Set when a violation is certain.</summary>
    public CancellationToken Found => _found.Token;

    /// <summary>What was found, or null.</summary>
    public Verdict? Violation { get; private set; }

    /// <summary>Takes the next event; after the end none any more.</summary>
    public void Recorded(HistoryEvent e) => _events.Writer.TryWrite(e);

    /// <summary>Looks at what has come in so far, and ends.</summary>
    public async Task<Verdict?> EndAsync()
    {
        _events.Writer.TryComplete();
        await _watching;
        return Violation;
    }

    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _found.Dispose();
    }

    private async Task WatchAsync()
    {
        await foreach (var e in _events.Reader.ReadAllAsync())
        {
            if (_checker.Observe(e) is { } violation)
            {
                Violation = violation;
                _events.Writer.TryComplete();
                await _found.CancelAsync();
                return;
            }

            if (e is { Type: EventType.Invoke, Key: { } key })
                Count(key);
        }
    }

    /// <summary>A key that has had its operations is retired: nobody asks for it again before the final reads, which are not watched.</summary>
    private void Count(string key)
    {
        var invoked = _invokedOf.GetValueOrDefault(key) + 1;
        if (invoked < _operationsPerKey)
        {
            _invokedOf[key] = invoked;
            return;
        }

        _invokedOf.Remove(key);
        _checker.Retire(key);
    }
}
