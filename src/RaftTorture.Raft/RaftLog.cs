using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace RaftTorture.Raft;

/// <summary>The log in memory: contiguous entries behind <see cref="Start"/>, their terms never falling.</summary>
internal sealed class RaftLog
{
    private readonly List<Entry> _entries = [];

    /// <summary>For each entry, the bytes of payload up to and with it, counted from some entry that may be gone.</summary>
    private readonly List<long> _endBytes = [];
    private long _startBytes;

    public RaftLog(LogPosition start, IEnumerable<Entry> recovered)
    {
        Start = start;
        Entries = _entries.AsReadOnly();
        foreach (var entry in recovered)
            Append(entry);
    }

    public IReadOnlyList<Entry> Entries { get; }

    /// <summary>The entry just before the first that is here: the last one compacted away, or the place before index 1.</summary>
    public LogPosition Start { get; private set; }

    public LogIndex LastIndex => Start.Index + _entries.Count;

    public Term LastTerm => _entries.Count == 0 ? Start.Term : _entries[^1].Term;

    /// <summary>The term at an index; null behind the last entry, and null before <see cref="Start"/>: what was compacted has no term any more.</summary>
    public Term? TermAt(LogIndex index) =>
        index == Start.Index ? Start.Term
        : index < Start.Index || index > LastIndex ? null
        : this[index].Term;

    public Entry this[LogIndex index] => _entries[Offset(index)];

    /// <summary>Entries from an index on: at most so many with at most so many bytes of payload, but one at least, whatever its size.</summary>
    public ImmutableArray<Entry> From(LogIndex first, int max, long maxPayloadBytes)
    {
        var available = Math.Min(max, LastIndex.Value - first.Value + 1);
        var count = 0;
        for (var payloadBytes = 0L; count < available; count++)
        {
            payloadBytes += this[first + count].Payload.Length;
            if (payloadBytes > maxPayloadBytes && count > 0)
                break;
        }

        return Slice(first, count);
    }

    /// <summary>Entries behind <paramref name="after"/> up to and with <paramref name="last"/>.</summary>
    public ImmutableArray<Entry> Between(LogIndex after, LogIndex last) => Slice(after.Next, (int)(last.Value - after.Value));

    /// <summary>Bytes of payload in the entries that are here behind <paramref name="after"/> up to and with <paramref name="last"/>.</summary>
    public long BytesBetween(LogIndex after, LogIndex last) => BytesUpTo(last) - BytesUpTo(after);

    public void Append(Entry entry)
    {
        Promise.Kept(entry.Index == LastIndex.Next, $"entry {entry} does not follow {LastIndex}");
        Promise.Kept(entry.Term >= LastTerm, $"entry {entry} has a lower term than the one before, {LastTerm}");
        _entries.Add(entry);
        _endBytes.Add(BytesUpTo(entry.Index.Previous) + entry.Payload.Length);
    }

    /// <summary>Removes the entry at an index and all behind it.</summary>
    public void TruncateFrom(LogIndex first)
    {
        var kept = Offset(first);
        _entries.RemoveRange(kept, _entries.Count - kept);
        _endBytes.RemoveRange(kept, _endBytes.Count - kept);
    }

    /// <summary>Forgets the entries up to and with an index.</summary>
    public void CompactTo(LogIndex upTo)
    {
        if (upTo <= Start.Index)
            return;
        var position = new LogPosition(upTo, this[upTo].Term);
        _startBytes = BytesUpTo(upTo);
        _entries.RemoveRange(0, Offset(upTo) + 1);
        _endBytes.RemoveRange(0, Offset(upTo) + 1);
        Start = position;
    }

    /// <summary>Forgets everything; the next entry follows this one.</summary>
    public void StartBehind(LogPosition position)
    {
        _entries.Clear();
        _endBytes.Clear();
        Start = position;
    }

    /// <summary>The index before the first entry here of the term that stands at <paramref name="index"/>: one step back over a whole term.</summary>
    public LogIndex BeforeTermAt(LogIndex index)
    {
        var term = this[index].Term;
        var (low, high) = (0, Offset(index)); // Terms never fall, so the first of this term is found by halving.
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_entries[middle].Term < term)
                low = middle + 1;
            else
                high = middle;
        }

        return Start.Index + low;
    }

    private ImmutableArray<Entry> Slice(LogIndex first, int count) =>
        count <= 0 ? [] : [.. CollectionsMarshal.AsSpan(_entries).Slice(Offset(first), count)];

    private long BytesUpTo(LogIndex index) => index <= Start.Index ? _startBytes : _endBytes[Offset(index)];

    private int Offset(LogIndex index) => (int)(index.Value - Start.Index.Value - 1);
}
