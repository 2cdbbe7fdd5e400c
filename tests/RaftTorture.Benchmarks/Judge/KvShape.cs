using RaftTorture.Checking.Histories;
using RaftTorture.Scenarios;

namespace RaftTorture.Benchmarks.Judge;

/// <summary>
/// Histories of a key-value store as the tests of MIT's 6.824 make them: gets, appends and now and then a put, each of a text that is written once.
/// Each client always has an operation open, and what happens does so at one instant: the history is linearizable unless a get is made stale.
/// </summary>
/// <param name="Operations">So many are invoked: 45 % gets, 45 % appends, 10 % puts.</param>
/// <param name="Clients">So many are open at any time, on all keys together.</param>
/// <param name="Keys">So many keys, drawn alike.</param>
internal sealed record KvShape(int Operations, int Clients, int Keys)
{
    /// <summary>What a get of an absent key answers.</summary>
    public static readonly Value Empty = Value.Of("");

    /// <summary>The last get of a key that sees a text which is not the first of that key sees the first.</summary>
    public bool IsStale { get; init; }

    public long Seed { get; init; } = 1;

    public string Name => $"kv c{Clients} n{Operations:N0} k{Keys}{(IsStale ? " stale" : "")} #{Seed}";

    public IReadOnlyList<HistoryEvent> Generate() => new Generation(this).Run();

    private sealed class Generation(KvShape shape)
    {
        private const int GetPercent = 45;
        private const int PutPercent = 10;

        private readonly List<HistoryEvent> _events = new(2 * shape.Operations);
        private readonly string[] _texts = [.. Enumerable.Repeat("", shape.Keys)];
        private readonly HistoryEvent?[] _asked = new HistoryEvent?[shape.Clients];
        private readonly HistoryEvent?[] _answers = new HistoryEvent?[shape.Clients];
        private Dice _dice = new(shape.Seed);
        private int _invoked;

        public List<HistoryEvent> Run()
        {
            for (var open = 0; _invoked < shape.Operations || open > 0;)
                open += Step(_dice.Below(shape.Clients));
            if (shape.IsStale)
                MakeStale();
            return _events;
        }

        /// <returns>How many more are open.</returns>
        private int Step(int client)
        {
            if (_asked[client] is not { } asked)
            {
                if (_invoked == shape.Operations)
                    return 0;
                Record(_asked[client] = Invocation(client));
                return 1;
            }

            if (_answers[client] is not { } answer)
            {
                _answers[client] = Perform(asked);
                return 0;
            }

            Record(answer);
            (_asked[client], _answers[client]) = (null, null);
            return -1;
        }

        private void Record(HistoryEvent e) => _events.Add(e with { Index = _events.Count, TimeNs = _events.Count });

        private HistoryEvent Invocation(int client)
        {
            var text = Value.Of($"x {client} {_invoked++} y");
            var (f, value) = _dice.Below(100) switch
            {
                < GetPercent => ("get", Value.Absent),
                < GetPercent + PutPercent => ("put", text),
                _ => ("append", text),
            };
            return new HistoryEvent { Index = 0, TimeNs = 0, Process = new ProcessId(client), Type = EventType.Invoke, F = f, Key = $"{_dice.Below(shape.Keys)}", Value = value };
        }

        private HistoryEvent Perform(HistoryEvent asked)
        {
            ref var text = ref _texts[int.Parse(asked.Key!)];
            if (asked.F == "get")
                return asked with { Type = EventType.Ok, Value = Value.Of(text) };
            text = asked.F == "put" ? $"{asked.Value}" : text + asked.Value;
            return asked with { Type = EventType.Ok };
        }

        /// <summary>Nothing that was appended once goes away but by a put, and no text comes back.</summary>
        private void MakeStale()
        {
            var last = _events.FindLastIndex(IsTelling);
            var first = _events.FindIndex(e => IsTelling(e) && e.Key == _events[last].Key);
            _events[last] = _events[last] with { Value = _events[first].Value };
        }

        private static bool IsTelling(HistoryEvent e) => e is { F: "get", Type: EventType.Ok } && e.Value != Empty;
    }
}
