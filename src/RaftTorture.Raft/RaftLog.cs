using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace RaftTorture.Raft;

/// <summary>The log in memory: contiguous entries from index 1, their terms never falling.</summary>
internal sealed class RaftLog
{
    private readonly List<Entry> _entries;

    public RaftLog(IEnumerable<Entry> recovered)
    {
        _entries = [.. recovered];
        Entries = _entries.AsReadOnly();
        for (var i = 0; i < _entries.Count; i++)
            Promise.Kept(_entries[i].Index.Value == i + 1, $"recovered entry {_entries[i]} stands at place {i + 1}");
    }

    public IReadOnlyList<Entry> Entries { get; }

    public LogIndex LastIndex => new(_entries.Count);

    public Term LastTerm => _entries.Count == 0 ? Term.Zero : _entries[^1].Term;

    /// <summary>The term at an index: zero before the first entry, null behind the last.</summary>
    public Term? TermAt(LogIndex index) =>
        index == LogIndex.Zero ? Term.Zero
        : index.Value < 0 || index > LastIndex ? null
        : this[index].Term;

    public Entry this[LogIndex index] => _entries[(int)index.Value - 1];

    /// <summary>Entries from an index on, at most so many.</summary>
    public ImmutableArray<Entry> From(LogIndex first, int max)
    {
        var count = (int)Math.Min(max, LastIndex.Value - first.Value + 1);
        return count <= 0 ? [] : [.. CollectionsMarshal.AsSpan(_entries).Slice((int)first.Value - 1, count)];
    }

    /// <summary>Entries from an index on: at most so many with at most so many bytes of payload, but one at least, whatever its size.</summary>
    public ImmutableArray<Entry> From(LogIndex first, int max, long maxPayloadBytes)
    {
        var entries = From(first, max);
        var payloadBytes = 0L;
        for (var i = 0; i < entries.Length; i++)
        {
            payloadBytes += entries[i].Payload.Length;
            if (payloadBytes > maxPayloadBytes)
                return entries[..Math.Max(i, 1)];
        }

        return entries;
    }

    /// <summary>Entries behind <paramref name="after"/> up to and with <paramref name="last"/>.</summary>
    public ImmutableArray<Entry> Between(LogIndex after, LogIndex last) => From(after.Next, (int)(last.Value - after.Value));

    public void Append(Entry entry)
    {
        Promise.Kept(entry.Index == LastIndex.Next, $"entry {entry} does not follow {LastIndex}");
        Promise.Kept(entry.Term >= LastTerm, $"entry {entry} has a lower term than the one before, {LastTerm}");
        _entries.Add(entry);
    }

    /// <summary>Removes the entry at an index and all behind it.</summary>
    public void TruncateFrom(LogIndex first) => _entries.RemoveRange((int)first.Value - 1, _entries.Count - (int)first.Value + 1);

    /// <summary>The index before the first entry of the term that stands at <paramref name="index"/>: one step back over a whole term.</summary>
    public LogIndex BeforeTermAt(LogIndex index)
    {
        var term = TermAt(index);
        while (index > LogIndex.Zero && TermAt(index) == term)
            index = index.Previous;
        return index;
    }
}
