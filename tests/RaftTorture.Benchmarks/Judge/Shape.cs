using RaftTorture.Checking.Histories;
using RaftTorture.Scenarios;

namespace RaftTorture.Benchmarks.Judge;

/// <summary>
/// Histories of registers that many clients use at once, from a seed. Each client always has an operation open, and all that happens does so at
/// one instant: the history is linearizable unless a read is made stale. Linear in the number of operations.
/// </summary>
/// <param name="Operations">So many are invoked: 45 % reads, 45 % writes, 10 % cas.</param>
/// <param name="Clients">So many are open at any time, on all keys together.</param>
/// <param name="Values">So many different ones are written; 0: each once.</param>
/// <param name="UnknownPercent">So many writes and cas lose their answer; half of these happen.</param>
internal sealed record Shape(int Operations, int Clients, int Values = 0, int UnknownPercent = 0)
{
    public int Keys { get; init; } = 1;

    /// <summary>A read in the last third answers what one in the first third did.</summary>
    public bool IsStale { get; init; }

    /// <summary>A cas that missed does not say what it saw.</summary>
    public bool IsBlind { get; init; }

    public long Seed { get; init; } = 1;

    /// <summary>In the words of the field's benchmarks: <c>c50 n100,000 U1 stale</c> has unique values, 1 % unknown and a stale read; S has five values.</summary>
    public string Name =>
        $"c{Clients} n{Operations:N0} {(Values == 0 ? "U" : "S")}{UnknownPercent}{(Keys > 1 ? $" k{Keys}" : "")}{(IsStale ? " stale" : "")}{(IsBlind ? " blind" : "")}{(Seed == 1 ? "" : $" #{Seed}")}";

    /// <summary>What is known of it without looking.</summary>
    public bool? IsLinearizable => !IsStale ? true : Values == 0 && UnknownPercent == 0 ? false : null;

    public IReadOnlyList<HistoryEvent> Generate() => new Generation(this).Run();

    private sealed class Client(int process)
    {
        public int Process { get; set; } = process;

        public int Key { get; set; }

        public HistoryEvent? Asked { get; set; }

        public HistoryEvent? Answer { get; set; }
    }

    private sealed class Generation(Shape shape)
    {
        private const int CasPercent = 10;
        private const int WritePercent = 45;

        private readonly List<HistoryEvent> _events = new(2 * shape.Operations);
        private readonly Client[] _clients = [.. Enumerable.Range(0, shape.Clients).Select(process => new Client(process))];
        private readonly Value[] _states = [.. Enumerable.Repeat(Value.Absent, shape.Keys)];
        private readonly string[] _names = [.. Enumerable.Range(0, shape.Keys).Select(key => $"k{key}")];
        private readonly Value[] _few = [.. Enumerable.Range(0, shape.Values).Select(value => Value.Of(value))];
        private Dice _dice = new(shape.Seed);
        private int _invoked;

        public List<HistoryEvent> Run()
        {
            for (var open = 0; _invoked < shape.Operations || open > 0;)
                open += Step(_clients[_dice.Below(_clients.Length)]);
            if (shape.IsStale)
                MakeStale();
            return _events;
        }

        /// <returns>How many more are open.</returns>
        private int Step(Client client)
        {
            if (client.Asked is null)
            {
                if (_invoked == shape.Operations)
                    return 0;
                client.Asked = Record(Invoke(client));
                return 1;
            }

            if (client.Answer is null)
            {
                client.Answer = Perform(client.Asked, ref _states[client.Key]);
                return 0;
            }

            Record(client.Answer);
            client.Process += client.Answer.Type == EventType.Info ? shape.Clients : 0;
            (client.Asked, client.Answer) = (null, null);
            return -1;
        }

        private HistoryEvent Record(HistoryEvent e)
        {
            e = e with { Index = _events.Count, TimeNs = _events.Count };
            _events.Add(e);
            return e;
        }

        private HistoryEvent Invoke(Client client)
        {
            client.Key = _dice.Below(shape.Keys);
            var fresh = shape.Values == 0 ? Value.Of(_invoked) : _few[_dice.Below(shape.Values)];
            _invoked++;
            var (f, value) = _dice.Below(100) switch
            {
                < CasPercent => ("cas", Value.Cas(Expected(_states[client.Key]), fresh)),
                < CasPercent + WritePercent => ("write", fresh),
                _ => ("read", Value.Absent),
            };
            return new HistoryEvent
            {
                Index = 0,
                TimeNs = 0,
                Process = new ProcessId(client.Process),
                Type = EventType.Invoke,
                F = f,
                Key = _names[client.Key],
                Value = value,
            };
        }

        /// <summary>A guess among few values hits now and then; among unique ones it never would.</summary>
        private Value Expected(Value state) => shape.Values == 0 || _dice.Below(2) == 0 ? state : _few[_dice.Below(shape.Values)];

        private HistoryEvent Perform(HistoryEvent asked, ref Value state)
        {
            if (asked.F == "read")
                return asked with { Type = EventType.Ok, Value = state };
            var isUnknown = _dice.Below(100) < shape.UnknownPercent;
            if (isUnknown && _dice.Below(2) == 0)
                return asked with { Type = EventType.Info };
            if (asked.Value is Value.Items { Content: [var expected, _] } && expected != state)
                return isUnknown ? asked with { Type = EventType.Info } : asked with { Type = EventType.Fail, Error = HistoryEvent.CasMiss, Observed = shape.IsBlind ? null : state };
            state = asked.Value is Value.Items { Content: [_, var next] } ? next : asked.Value;
            return asked with { Type = isUnknown ? EventType.Info : EventType.Ok };
        }

        /// <summary>The first pair that will do: with unique values and nothing unknown the answer is then impossible.</summary>
        private void MakeStale()
        {
            for (var source = _events.Count / 3; source < _events.Count; source++)
            {
                if (IsRead(_events[source]) && Victim(source) is { } victim)
                {
                    _events[victim] = _events[victim] with { Value = _events[source].Value };
                    return;
                }
            }

            throw new BenchmarkException($"{shape.Name} has no read that could be made stale");
        }

        /// <summary>A read in the last third that began after a write which itself began after the source had ended; or null.</summary>
        private int? Victim(int source)
        {
            var isOverwritten = false;
            var began = new Dictionary<ProcessId, bool>();
            for (var i = source + 1; i < _events.Count; i++)
            {
                var e = _events[i];
                if (e.Key != _events[source].Key)
                    continue;
                if (e.Type == EventType.Invoke)
                    began[e.Process] = isOverwritten;
                else if (began.TryGetValue(e.Process, out var isAfter) && e is { F: "write", Type: EventType.Ok })
                    isOverwritten = true;
                else if (i > 2 * _events.Count / 3 && IsRead(e) && isAfter && e.Value != _events[source].Value)
                    return i;
            }

            return null;
        }

        private static bool IsRead(HistoryEvent e) => e is { F: "read", Type: EventType.Ok };
    }
}
