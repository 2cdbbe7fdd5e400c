using System.Diagnostics;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Storage;

/// <summary>Adds up a log's records in the order in which they were written.</summary>
/// <remarks>Every method throws <see cref="FormatException"/> if the records contradict each other.</remarks>
internal sealed class LogReplay
{
    private readonly List<Entry> _entries = [];
    private LogPosition? _start;

    /// <summary>An entry below the first checkpoint was replaced; which term stood before it went with the segments that were deleted.</summary>
    private bool _isStartTermLost;

    public HardState HardState { get; private set; } = HardState.Initial;

    public Configuration? Founding { get; private set; }

    public PinTable Pins { get; } = new();

    /// <summary>What is up to here is not in these segments: a snapshot must include it.</summary>
    private LogIndex Covered { get; set; }

    public LogPosition Start => _start ?? throw new FormatException("log: it does not begin with a checkpoint");

    public IReadOnlyList<Entry> Entries => _entries;

    public LogPosition Last => _entries.Count == 0 ? Start : new LogPosition(_entries[^1].Index, _entries[^1].Term);

    public void Add(ReadOnlySpan<byte> records)
    {
        while (!records.IsEmpty)
            Add(LogRecord.Read(LogBatch.TakeRecord(ref records)));
    }

    /// <summary>Drops what a snapshot includes anyway, if else the term before the first entry would not be known.</summary>
    public void Settle()
    {
        if (!_isStartTermLost)
            return;
        var superfluous = (int)(Covered.Value - Start.Index.Value);
        if (superfluous > _entries.Count)
            throw new FormatException($"log: it ends at {Last.Index}, and entries up to {Covered} were committed");
        BeginBehind(new LogPosition(Covered, _entries[superfluous - 1].Term), _entries[superfluous..]);
    }

    private void Add(LogRecord record)
    {
        switch (record)
        {
            case LogRecord.Checkpoint checkpoint when _start is null:
                BeginBehind(checkpoint.Last, []);
                break;
            case LogRecord.Checkpoint checkpoint:
                if (checkpoint.Last != Last)
                    throw new FormatException($"log: it ends at {Last.Index}, but ended at {checkpoint.Last.Index} when this segment was begun");
                break;
            case LogRecord.Start start:
                BeginBehind(start.Position, []);
                break;
            case LogRecord.State state:
                HardState = state.HardState;
                break;
            case LogRecord.Append append:
                Add(append.Entry);
                break;
            case LogRecord.Pinned pinned:
                Pins.Set(pinned.Pin);
                break;
            case LogRecord.Founding founding:
                Founding = founding.Configuration;
                break;
            default:
                throw new UnreachableException($"{record}");
        }
    }

    private void Add(Entry entry)
    {
        if (entry.Index.Value < 1 || entry.Index > Last.Index.Next)
            throw new FormatException($"entry {entry} cannot follow a log that ends at {Last.Index}");
        if (entry.Index <= Start.Index)
        {
            _entries.Clear();
            _start = new LogPosition(entry.Index.Previous, Term.Zero);
            _isStartTermLost = true;
        }

        var kept = (int)(entry.Index.Value - Start.Index.Value - 1);
        _entries.RemoveRange(kept, _entries.Count - kept);
        _entries.Add(entry);
    }

    private void BeginBehind(LogPosition start, List<Entry> entries)
    {
        _start = start;
        _isStartTermLost = false;
        Covered = start.Index;
        _entries.Clear();
        _entries.AddRange(entries);
    }
}
