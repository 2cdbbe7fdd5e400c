using System.Collections.Concurrent;
using RaftTorture.Checking.Histories;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Benchmarks.Harness;

/// <summary>A store that costs next to nothing, so that what is measured is the harness.</summary>
internal sealed class MemoryTarget : ICluster
{
    private readonly ConcurrentDictionary<string, Value> _values = new();

    public IReadOnlyList<string> Nodes { get; } = ["n1", "n2", "n3", "n4", "n5"];

    public IReadOnlyList<string> Notices { get; init; } = [];

    public IReadOnlyList<NodeExit> UnexpectedExits { get; init; } = [];

    public string? WhyUnsupported(FaultKind kind) => "it is only memory";

    public Task StartAsync(CancellationToken cancellation) => Task.CompletedTask;

    public IClient OpenClient(ProcessId process, string node) => new Client(_values);

    public Task<FaultEffect> ApplyAsync(Fault fault, CancellationToken cancellation) => throw new NotSupportedException("it is only memory");

    public Task<IReadOnlyList<NodeStatus>> ObserveAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<NodeStatus>>([]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Client(ConcurrentDictionary<string, Value> values) : IClient
    {
        public async Task<Completion> InvokeAsync(Operation operation, CancellationToken deadline)
        {
            await Task.Yield(); // as a real client would, so that 50 operations are under way at once
            return (operation.F, operation.Value) switch
            {
                (Functions.Write, var written) => Write(operation, written),
                (Functions.Cas, Value.Items { Content: [var expected, var next] }) => Cas(operation, expected, next),
                _ => new Completion.Ok(values.GetValueOrDefault(operation.Key, Value.Absent)),
            };
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private Completion.Ok Write(Operation operation, Value written)
        {
            values[operation.Key] = written;
            return new Completion.Ok(operation.Value);
        }

        private Completion Cas(Operation operation, Value expected, Value next)
        {
            var seen = values.GetOrAdd(operation.Key, Value.Absent);
            return seen == expected && values.TryUpdate(operation.Key, next, seen)
                ? new Completion.Ok(operation.Value)
                : new Completion.Fail(HistoryEvent.CasMiss, seen);
        }
    }
}
