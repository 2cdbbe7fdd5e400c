using RaftTorture.Checking.Histories;
using RaftTorture.Running.Playing;
using RaftTorture.Running.Recording;
using RaftTorture.Running.Tests.Fakes;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Running.Tests;

public sealed class InterpreterTests
{
    private static readonly Plan Plan = Store.Quick with { Concurrency = 3, OperationTimeoutMs = 30 };

    private Store _store = null!;

    [SetUp]
    public void MakeStore() => _store = new Store();

    [TearDown]
    public void DropStore() => _store.Dispose();

    [Test]
    public async Task A_process_whose_operation_is_unknown_retires_and_goes_on_with_a_new_client()
    {
        var cluster = new MemoryCluster { Before = (_, operation, deadline) => Task.Delay(operation.Key == "stuck" ? -1 : 0, deadline) };
        var history = await PlayAsync(cluster, EachOnce("stuck", "a", "b"), EachOnce("a", "a", "b"));

        Assert.That(Ends(history, "stuck"), Is.EqualTo(new[] { "0 Info timeout" }));
        Assert.That(Ends(history, "a"), Is.EquivalentTo(new[] { "1 Ok ", "1 Ok ", "3 Ok " }));
        Assert.That(cluster.Opened.Select(process => process.Number), Is.EqualTo(new[] { 0, 1, 2, 3 }));
        Assert.That(cluster.ClosedCount, Is.EqualTo(4));
    }

    [Test]
    public async Task A_client_that_ignores_its_deadline_is_left_behind()
    {
        var never = new TaskCompletionSource();
        var history = await PlayAsync(new MemoryCluster { Before = (_, _, _) => never.Task }, EachOnce("a", "b", "c"));

        Assert.That(history.Where(e => e.Type == EventType.Info).Select(e => e.Error), Is.EqualTo(new[] { "timeout", "timeout", "timeout" }));
    }

    [Test]
    public async Task Whatever_a_client_throws_is_an_unknown_outcome_with_its_message()
    {
        var cluster = new MemoryCluster { Before = (_, _, _) => throw new InvalidOperationException("connection reset") };
        var history = await PlayAsync(cluster, EachOnce("a", "b", "c"));

        Assert.That(Ends(history, "a"), Is.EqualTo(new[] { "0 Info connection reset" }));
    }

    [Test]
    public async Task A_process_has_one_open_operation_at_most_and_events_stand_in_order()
    {
        var cluster = new MemoryCluster { Before = async (_, _, _) => await Task.Yield() };
        var load = RegisterWorkload.Create(Plan, new Data.BogusData(1)).Load;
        var history = await PlayAsync(cluster, new Limit<Operation>(3000, load));

        Assert.That(history.Select(e => e.Index), Is.EqualTo(Enumerable.Range(0, 6000)));
        Assert.That(history.Select(e => e.TimeNs), Is.Ordered);
        foreach (var process in history.GroupBy(e => e.Process))
            Assert.That(process.Select(e => e.Type == EventType.Invoke), Is.EqualTo(process.Select((_, i) => i % 2 == 0)));
    }

    [Test]
    public async Task A_stop_starts_nothing_new_and_waits_for_what_is_under_way()
    {
        using var stop = new CancellationTokenSource();
        var cluster = new MemoryCluster { Before = async (_, _, _) => await stop.CancelAsync() };
        var history = await PlayAsync(cluster, stop.Token, new Always<Operation>(_ => Read("a")));

        Assert.That(history.Count(e => e.Type == EventType.Invoke), Is.InRange(1, 3));
        Assert.That(history.Count(e => e.Type == EventType.Ok), Is.EqualTo(history.Length / 2));
    }

    private Task<HistoryEvent[]> PlayAsync(MemoryCluster cluster, params IGenerator<Operation>[] generators) =>
        PlayAsync(cluster, CancellationToken.None, generators);

    private async Task<HistoryEvent[]> PlayAsync(MemoryCluster cluster, CancellationToken stop, params IGenerator<Operation>[] generators)
    {
        var clock = new RunClock();
        await using var recorder = new HistoryRecorder(Path.Combine(_store.Root, "history.jsonl"), clock);
        await using (var interpreter = new Interpreter(Plan, cluster, recorder, clock, _ => { }))
        {
            foreach (var generator in generators)
                await interpreter.PlayAsync(generator, stop);
        }

        return [.. recorder.Snapshot()];
    }

    /// <summary>Every worker reads one key, once.</summary>
    private static EachWorker<Operation> EachOnce(params string[] keys) =>
        new([.. keys.Select(key => new Limit<Operation>(1, new Always<Operation>(_ => Read(key))))]);

    private static Operation Read(string key) => new(Functions.Read, key, Value.Absent);

    private static IEnumerable<string> Ends(HistoryEvent[] history, string key) =>
        history.Where(e => e.Key == key && e.Type != EventType.Invoke).Select(e => $"{e.Process} {e.Type} {e.Error}");
}
