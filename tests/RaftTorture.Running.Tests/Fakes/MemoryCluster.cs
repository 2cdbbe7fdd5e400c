using RaftTorture.Checking.Histories;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Running.Tests.Fakes;

/// <summary>A linearizable store in memory behind the cluster port. Each way in which it can misbehave is a switch, off by default.</summary>
internal sealed class MemoryCluster : ICluster
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Value> _values = [];
    private readonly Dictionary<string, Value> _overwritten = [];

    public IReadOnlyList<string> Nodes { get; init; } = ["n1", "n2", "n3", "n4", "n5"];

    /// <summary>Reads through this node see the value before the last one.</summary>
    public string? StaleNode { get; init; }

    /// <summary>Faults are accepted and nothing happens.</summary>
    public bool HasIdleFaults { get; init; }

    /// <summary>No node says anything of itself.</summary>
    public bool IsDumb { get; init; }

    /// <summary>Nodes that say nothing of themselves, although clients are served in their name.</summary>
    public IReadOnlyList<string> LostNodes { get; init; } = [];

    /// <summary>Nodes that were asked to leave say nothing of themselves from then on.</summary>
    public bool HidesWhoLeft { get; init; }

    /// <summary>Faults that end in an exception.</summary>
    public Func<Fault, bool> ThrowOn { get; init; } = _ => false;

    /// <summary>The family that this cluster cannot do.</summary>
    public FaultKind? Unsupported { get; init; }

    /// <summary>What happens to an operation before the store sees it: by default nothing.</summary>
    public Func<string, Operation, CancellationToken, Task> Before { get; init; } = (_, _, _) => Task.CompletedTask;

    /// <summary>Messages that have passed between its nodes.</summary>
    public Dictionary<string, long> Passed { get; } = [];

    public IReadOnlyDictionary<string, MessagesSeen> Messages =>
        Passed.ToDictionary(passed => passed.Key, passed => new MessagesSeen(passed.Value, TimeSpan.Zero));

    public bool IsStarted { get; private set; }

    public List<ProcessId> Opened { get; } = [];

    public int ClosedCount { get; private set; }

    public List<Fault> Applied { get; } = [];

    public IReadOnlyList<string> Notices { get; init; } = [];

    public IReadOnlyList<NodeExit> UnexpectedExits { get; init; } = [];

    public string? WhyUnsupported(FaultKind kind) => kind == Unsupported ? "this machine cannot; use another" : null;

    public Task StartAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        IsStarted = true;
        return Task.CompletedTask;
    }

    public IClient OpenClient(ProcessId process, string node)
    {
        Assert.That(IsStarted, "a cluster that is not started has no addresses yet");
        lock (_gate)
            Opened.Add(process);
        return new Client(this, node);
    }

    public Task<FaultEffect> ApplyAsync(Fault fault, CancellationToken cancellation)
    {
        Applied.Add(fault);
        if (ThrowOn(fault))
            throw new InvalidOperationException("no such process");
        return Task.FromResult(HasIdleFaults ? new FaultEffect(false, "nothing changed") : new FaultEffect(true, "seen"));
    }

    public Task<IReadOnlyList<NodeStatus>> ObserveAsync(CancellationToken cancellation) => IsDumb
        ? throw new InvalidOperationException("no answer")
        : Task.FromResult<IReadOnlyList<NodeStatus>>([.. Nodes.Except(LostNodes).Except(Hidden).Select(node => new NodeStatus(node, node == "n2" ? 3 : 2, node is "n2" or "n3", 7, 7))]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private IEnumerable<string> Hidden => HidesWhoLeft ? Applied.OfType<Fault.Shrink>().Select(shrink => shrink.Node) : [];

    private Completion Perform(string node, Operation operation)
    {
        lock (_gate)
        {
            var current = _values.GetValueOrDefault(operation.Key, Value.Absent);
            return (operation.F, operation.Value) switch
            {
                (Functions.Read, _) when node == StaleNode => new Completion.Ok(_overwritten.GetValueOrDefault(operation.Key, Value.Absent)),
                (Functions.Read, _) => new Completion.Ok(current),
                (Functions.Write, var written) => Set(operation, written),
                (Functions.Cas, Value.Items { Content: [var expected, var next] }) when expected == current => Set(operation, next),
                (Functions.Cas, _) => new Completion.Fail(HistoryEvent.CasMiss, current),
                (_, var element) => Set(operation, Value.Of([.. current is Value.Items list ? list.Content : [], element])),
            };
        }
    }

    private Completion.Ok Set(Operation operation, Value value)
    {
        _overwritten[operation.Key] = _values.GetValueOrDefault(operation.Key, Value.Absent);
        _values[operation.Key] = value;
        return new Completion.Ok(operation.Value);
    }

    private void Close()
    {
        lock (_gate)
            ClosedCount++;
    }

    private sealed class Client(MemoryCluster cluster, string node) : IClient
    {
        public async Task<Completion> InvokeAsync(Operation operation, CancellationToken deadline)
        {
            await cluster.Before(node, operation, deadline);
            return cluster.Perform(node, operation);
        }

        public ValueTask DisposeAsync()
        {
            cluster.Close();
            return ValueTask.CompletedTask;
        }
    }
}
