using System.Diagnostics;
using RaftTorture.Checking.Histories;
using RaftTorture.Client;
using RaftTorture.Kv;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Targets.Systems.Reference;

/// <summary>Speaks a history's language to the reference system's client.</summary>
internal sealed class ReferenceClient(KvClient client, ValueShape shape) : IClient
{
    public async Task<Completion> InvokeAsync(Operation operation, CancellationToken deadline) =>
        ToCompletion(await client.ExecuteAsync(ToCommand(operation), deadline), shape);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <exception cref="ArgumentException">The store cannot do this operation, or not hold its value: the workload is wrong.</exception>
    internal static KvCommand ToCommand(Operation operation) => operation switch
    {
        { F: Functions.Read } => new KvCommand.Get(operation.Key),
        { F: Functions.Write } => new KvCommand.Put(operation.Key, ValueText.Scalar(operation.Value)),
        { F: Functions.Cas, Value: Value.Items { Content: [var expected, var next] } } =>
            new KvCommand.Cas(operation.Key, expected is Value.Nil ? null : ValueText.Scalar(expected), ValueText.Scalar(next)),
        { F: Functions.Append or Functions.Add } => new KvCommand.Append(operation.Key, ValueText.Element(operation.Value)),
        _ => throw new ArgumentException($"the reference system has no operation {operation}"),
    };

    internal static Completion ToCompletion(KvOutcome outcome, ValueShape shape) => outcome switch
    {
        KvOutcome.Done { Result: KvResult.Done done } => new Completion.Ok(ValueText.Read(done.Value, shape)),
        KvOutcome.Done { Result: KvResult.CasMiss miss } => new Completion.Fail(HistoryEvent.CasMiss, ValueText.Read(miss.Observed, shape)),
        KvOutcome.Done { Result: KvResult.TooLong tooLong } => new Completion.Fail($"too long: {tooLong.Key ?? "the command"}"), // The machine answered, and changed nothing.
        KvOutcome.Failed failed => new Completion.Fail(failed.Reason),
        KvOutcome.Unknown unknown => new Completion.Unknown(unknown.Reason),
        _ => throw new UnreachableException($"{outcome}"),
    };
}
