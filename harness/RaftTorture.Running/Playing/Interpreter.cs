using System.Collections.Concurrent;
using System.Diagnostics;
using RaftTorture.Checking.Histories;
using RaftTorture.Running.Ports;
using RaftTorture.Running.Recording;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Running.Playing;

/// <summary>
/// Plays generators in real time. One loop asks the generator, starts workers, and tells the generator how each operation ended;
/// the operations run beside it and record themselves the moment they end, so a busy loop never stretches them.
/// </summary>
internal sealed class Interpreter : IAsyncDisposable
{
    private readonly RunClock _clock;
    private readonly Action<Performed> _performed;
    private readonly Worker[] _workers;
    private readonly Task<Outcome<Operation>>?[] _running;
    private readonly List<int> _free;
    private readonly ConcurrentQueue<int> _finished = new();
    private readonly SemaphoreSlim _hasFinished = new(0);
    private long _serial;

    /// <param name="performed">Told of every operation that ended, from many threads.</param>
    /// <param name="invoked">Told of every operation before it is sent, from many threads.</param>
    public Interpreter(
        Plan plan, ICluster cluster, HistoryRecorder recorder, RunClock clock, Action<Performed> performed, Action<HistoryEvent>? invoked = null)
    {
        var timeout = TimeSpan.FromMilliseconds(plan.OperationTimeoutMs);
        _clock = clock;
        _performed = performed;
        _workers = [.. Enumerable.Range(0, plan.Concurrency).Select(n => new Worker(n, plan.Concurrency, timeout, cluster, recorder, invoked ?? (_ => { })))];
        _running = new Task<Outcome<Operation>>?[plan.Concurrency];
        _free = [.. Enumerable.Range(0, plan.Concurrency)];
    }

    /// <summary>Plays until the generator is over or <paramref name="stop"/> asks for the end; then waits for what is under way.</summary>
    public async Task PlayAsync(IGenerator<Operation> generator, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            while (_hasFinished.Wait(0, CancellationToken.None))
                generator = generator.Observe(await TakeAsync());
            var step = Ask(generator);
            if (step is Step<Operation>.Done)
                break;
            generator = step switch
            {
                Step<Operation>.Emit emit => Start(emit),
                Step<Operation>.Pending pending => await WaitAsync(pending, stop),
                _ => throw new UnreachableException(),
            };
        }

        while (_free.Count < _workers.Length)
        {
            await _hasFinished.WaitAsync(CancellationToken.None);
            await TakeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_running.OfType<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        _hasFinished.Dispose();
    }

    private Step<Operation> Ask(IGenerator<Operation> generator) => _free.Count == 0
        ? new Step<Operation>.Pending(null, generator)
        : generator.Next(new Context(_clock.NowNs, _serial, _free));

    private IGenerator<Operation> Start(Step<Operation>.Emit emit)
    {
        _serial++;
        _free.Remove(emit.Worker);
        _running[emit.Worker] = PerformAsync(emit.Worker, emit.Item);
        return emit.Then;
    }

    private async Task<Outcome<Operation>> PerformAsync(int worker, Operation operation)
    {
        await Task.Yield(); // a client's own work belongs to the pool, not to the loop
        try
        {
            var performed = await _workers[worker].PerformAsync(operation);
            _performed(performed);
            return new Outcome<Operation>(worker, operation, performed.Completion);
        }
        finally
        {
            _finished.Enqueue(worker);
            _hasFinished.Release();
        }
    }

    private async Task<IGenerator<Operation>> WaitAsync(Step<Operation>.Pending pending, CancellationToken stop)
    {
        if (pending.UntilNs is null && _free.Count == _workers.Length)
            throw new InvalidOperationException("the generator waits for an operation, but none is under way");
        var wait = pending.UntilNs is { } untilNs ? _clock.Until(untilNs) : Timeout.InfiniteTimeSpan;
        return await HasFinishedAsync(wait, stop) ? pending.Then.Observe(await TakeAsync()) : pending.Then;
    }

    private async Task<bool> HasFinishedAsync(TimeSpan wait, CancellationToken stop)
    {
        try
        {
            return await _hasFinished.WaitAsync(wait, stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Frees a worker that finished. A failure of the harness itself, such as a full disk, comes out here.</summary>
    private async Task<Outcome<Operation>> TakeAsync()
    {
        if (!_finished.TryDequeue(out var worker))
            throw new UnreachableException();
        _free.Add(worker);
        return await _running[worker]!;
    }
}
