using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>The configurations that the log holds: the last one is in force, the ones before it come back if it is removed (section 6).</summary>
internal sealed class ConfigurationHistory
{
    private readonly List<(LogIndex Index, Configuration Configuration)> _known = [];

    public ConfigurationHistory(SnapshotMeta ground, IEnumerable<Entry> entries)
    {
        _known.Add((ground.LastIndex, ground.Configuration));
        foreach (var entry in entries)
            Append(entry);
    }

    /// <summary>The one in force.</summary>
    public Configuration Current => _known[^1].Configuration;

    /// <summary>Where the one in force stands.</summary>
    public LogIndex CurrentIndex => _known[^1].Index;

    /// <summary>The one in force at an index, which must not lie before the snapshot.</summary>
    public Configuration At(LogIndex index) => _known.Last(each => each.Index <= index).Configuration;

    /// <summary>Takes note of an entry if it holds a configuration that is not known yet.</summary>
    public void Append(Entry entry)
    {
        if (entry.Kind == EntryKind.Configuration && entry.Index > CurrentIndex)
            _known.Add((entry.Index, ConfigurationCodec.Decode(entry.Payload.Span)));
    }

    /// <summary>Removes those at an index and behind it.</summary>
    public void TruncateFrom(LogIndex first) => _known.RemoveAll(each => each.Index >= first);

    /// <summary>Forgets those that a snapshot has taken the place of.</summary>
    public void CompactTo(SnapshotMeta snapshot)
    {
        _known.RemoveAll(each => each.Index <= snapshot.LastIndex);
        _known.Insert(0, (snapshot.LastIndex, snapshot.Configuration));
    }
}
