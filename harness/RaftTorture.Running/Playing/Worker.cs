using RaftTorture.Checking.Histories;
using RaftTorture.Running.Ports;
using RaftTorture.Running.Recording;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Running.Playing;

/// <summary>
/// One of the clients that work at once: it performs one operation after the other, and records each. After an operation whose outcome
/// nobody knows it goes on as a new process with a new client, for the old one may still be at work (Jepsen's rule).
/// </summary>
internal sealed class Worker : IAsyncDisposable
{
    private readonly ICluster _cluster;
    private readonly HistoryRecorder _recorder;
    private readonly int _concurrency;
    private readonly TimeSpan _timeout;
    private readonly string _node;
    private readonly Action<HistoryEvent> _invoked;
    private CancellationTokenSource _deadline = new();
    private ProcessId _process;
    private IClient _client;

    /// <param name="number">From 0 to one less than <paramref name="concurrency"/>; also decides the node it speaks to.</param>
    /// <param name="invoked">Told of every operation before it is sent.</param>
    public Worker(int number, int concurrency, TimeSpan timeout, ICluster cluster, HistoryRecorder recorder, Action<HistoryEvent> invoked)
    {
        _invoked = invoked;
        _cluster = cluster;
        _recorder = recorder;
        _concurrency = concurrency;
        _timeout = timeout;
        _node = cluster.Nodes[number % cluster.Nodes.Count];
        _process = new ProcessId(number);
        _client = cluster.OpenClient(_process, _node);
    }

    /// <summary>Performs one operation to its end, which comes at the timeout at the latest.</summary>
    /// <returns>Both its events, and how it ended.</returns>
    public async Task<Performed> PerformAsync(Operation operation)
    {
        var process = _process;
        var invocation = _recorder.Record(stamp => EventsOf.Invocation(stamp, process, _node, operation));
        _invoked(invocation);
        var completion = await InvokeAsync(operation);
        var completed = _recorder.Record(stamp => EventsOf.Completed(stamp, invocation, completion));
        if (completion is Completion.Unknown)
            await RetireAsync();
        return new Performed(invocation, completed, completion);
    }

    public async ValueTask DisposeAsync()
    {
        _deadline.Dispose();
        await _client.DisposeAsync();
    }

    /// <summary>Whatever a client throws, nobody knows what came of the operation: only the client itself may say that it failed.</summary>
    private async Task<Completion> InvokeAsync(Operation operation)
    {
        var deadline = StartDeadline();
        try
        {
            return await _client.InvokeAsync(operation, deadline).WaitAsync(deadline);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new Completion.Unknown("timeout");
        }
        catch (Exception thrown)
        {
            return new Completion.Unknown(thrown.Message);
        }
    }

    private CancellationToken StartDeadline()
    {
        if (!_deadline.TryReset())
        {
            _deadline.Dispose();
            _deadline = new CancellationTokenSource();
        }

        _deadline.CancelAfter(_timeout);
        return _deadline.Token;
    }

    private async Task RetireAsync()
    {
        await _client.DisposeAsync();
        _process = new ProcessId(_process.Number + _concurrency);
        _client = _cluster.OpenClient(_process, _node);
    }
}

/// <summary>An operation that was performed.</summary>
internal sealed record Performed(HistoryEvent Invocation, HistoryEvent Completed, Completion Completion);
