using System.Diagnostics;
using RaftTorture.Checking.Histories;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Running.Recording;

/// <summary>How operations and faults look in a history.</summary>
internal static class EventsOf
{
    public static HistoryEvent Invocation(Stamp stamp, ProcessId process, string node, Operation operation) => new()
    {
        Index = stamp.Index,
        TimeNs = stamp.TimeNs,
        Process = process,
        Type = EventType.Invoke,
        F = operation.F,
        Key = operation.Key,
        Value = operation.Value,
        Node = node,
    };

    /// <summary>A read that failed or is unknown returned nothing; whatever changes something repeats its arguments, as in Jepsen.</summary>
    public static HistoryEvent Completed(Stamp stamp, HistoryEvent invocation, Completion completion)
    {
        var e = invocation with { Index = stamp.Index, TimeNs = stamp.TimeNs };
        return completion switch
        {
            Completion.Ok ok => e with { Type = EventType.Ok, Value = ok.Value },
            Completion.Fail fail => e with { Type = EventType.Fail, Error = fail.Error, Observed = fail.Observed },
            Completion.Unknown unknown => e with { Type = EventType.Info, Error = unknown.Error },
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The nemesis is no client: both its events are info, what it does and what came of it.</summary>
    public static HistoryEvent Fault(Stamp stamp, Scenarios.Faults.Fault fault, string says, string? error = null) => new()
    {
        Index = stamp.Index,
        TimeNs = stamp.TimeNs,
        Process = ProcessId.Nemesis,
        Type = EventType.Info,
        F = fault.F,
        Value = Value.Of(says),
        Error = error,
    };
}
