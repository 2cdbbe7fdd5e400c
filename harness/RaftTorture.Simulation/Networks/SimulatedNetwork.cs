using System.Buffers;
using RaftTorture.Raft;
using RaftTorture.Replica.Wire;
using RaftTorture.Simulation.Nodes;
using RaftTorture.Simulation.Time;

namespace RaftTorture.Simulation.Networks;

/// <summary>Carries messages through its weather, over links that can be cut or clogged one direction at a time.</summary>
/// <param name="timeline">When things happen.</param>
/// <param name="dice">Decides delays and losses.</param>
/// <param name="nodes">How many there are.</param>
/// <param name="deliver">Takes what arrives.</param>
internal sealed class SimulatedNetwork(Timeline timeline, Dice dice, int nodes, Action<Parcel> deliver)
{
    private const int Remembered = 64;

    private readonly int[,] _cuts = new int[nodes + 1, nodes + 1];
    private readonly long[,] _clearsUs = new long[nodes + 1, nodes + 1];
    private readonly long[,] _lastArrivalUs = new long[nodes + 1, nodes + 1];
    private readonly List<(MessageKind Kind, int DropPermille)> _filters = [];
    private readonly List<Weather> _weathers = [];
    private readonly Queue<Parcel> _past = [];
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>How it is when no fault makes it worse.</summary>
    public required Weather Climate { get; set; }

    public Weather Weather => _weathers.Count > 0 ? _weathers[^1] : Climate;

    public void Send(Message message, SimulatedNode sender, SimulatedNode receiver, long departsUs)
    {
        _buffer.ResetWrittenCount();
        MessageCodec.Encode(message, _buffer);
        var parcel = new Parcel(message.From, sender.Life, sender.Incarnation, message.To, receiver.DiskNumber, departsUs, _buffer.WrittenSpan.ToArray());
        Remember(parcel);
        if (IsFiltered(message) || dice.Permille(Weather.DropPermille))
            return;
        Schedule(parcel, departsUs);
        if (dice.Permille(Weather.DuplicatePermille))
            Schedule(parcel, departsUs);
    }

    /// <summary>Delivers some of the last messages that have left once more, however old they are.</summary>
    public void Replay(int count)
    {
        Parcel[] past = [.. _past.Where(parcel => parcel.DepartsUs <= timeline.NowUs)];
        for (var i = 0; i < count && past.Length > 0; i++)
            Schedule(dice.Pick(past), timeline.NowUs);
    }

    public bool IsCut(NodeId from, NodeId to) => _cuts[from.Value, to.Value] > 0;

    /// <summary>Cuts a direction; cut twice it must be mended twice.</summary>
    public void Cut(NodeId from, NodeId to) => _cuts[from.Value, to.Value]++;

    public void Mend(NodeId from, NodeId to) => _cuts[from.Value, to.Value]--;

    /// <summary>What is sent this way waits, and arrives all at once when that time has come.</summary>
    public void Clog(NodeId from, NodeId to, long untilUs) => _clearsUs[from.Value, to.Value] = Math.Max(untilUs, _clearsUs[from.Value, to.Value]);

    public void AddFilter(MessageKind kind, int dropPermille) => _filters.Add((kind, dropPermille));

    public void RemoveFilter(MessageKind kind, int dropPermille) => _filters.Remove((kind, dropPermille));

    public void AddWeather(Weather weather) => _weathers.Add(weather);

    public void RemoveWeather(Weather weather) => _weathers.Remove(weather);

    private void Remember(Parcel parcel)
    {
        if (_past.Count == Remembered)
            _past.Dequeue();
        _past.Enqueue(parcel);
    }

    private bool IsFiltered(Message message)
    {
        if (_filters.Count == 0)
            return false;
        var kind = MessageKinds.Of(message);
        foreach (var filter in _filters)
        {
            if (filter.Kind == kind && dice.Permille(filter.DropPermille))
                return true;
        }

        return false;
    }

    private void Schedule(Parcel parcel, long fromUs)
    {
        var (from, to) = (parcel.From.Value, parcel.To.Value);
        var arrivalUs = Math.Max(fromUs + DelayUs(), _clearsUs[from, to]);
        if (Weather.KeepsOrder)
            arrivalUs = Math.Max(arrivalUs, _lastArrivalUs[from, to]);
        _lastArrivalUs[from, to] = arrivalUs;
        timeline.At(arrivalUs, () =>
        {
            if (_cuts[from, to] == 0) // A cut also takes what is on its way, as a dead switch does.
                deliver(parcel);
        });
    }

    private long DelayUs() => dice.Permille(Weather.StragglerPermille)
        ? dice.Between(Weather.MaxDelayUs, Math.Max(Weather.MaxDelayUs, Weather.StragglerUs))
        : dice.Between(Weather.MinDelayUs, Weather.MaxDelayUs);
}
