using RaftTorture.Checking.Histories;
using RaftTorture.Simulation.Time;

namespace RaftTorture.Simulation.Clients;

/// <summary>What every client asked and was told, in true order.</summary>
internal sealed class HistoryRecorder(Timeline timeline, RunHash hash)
{
    private readonly List<HistoryEvent> _events = [];

    public IReadOnlyList<HistoryEvent> Events => _events;

    public void Add(EventType type, ClientCommand command, int process, Value value, string? error = null, Value? observed = null)
    {
        _events.Add(new HistoryEvent
        {
            Index = _events.Count,
            TimeNs = timeline.NowUs * 1000,
            Process = new ProcessId(process),
            Type = type,
            F = command.F,
            Key = command.Key,
            Value = value,
            Error = error,
            Observed = observed,
        });
        hash.Add(timeline.NowUs);
        hash.Add(process);
        hash.Add((long)type);
        hash.Add(value.ToString()!);
    }
}
