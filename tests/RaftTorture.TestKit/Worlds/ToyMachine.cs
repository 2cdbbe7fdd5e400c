using System.Collections.Immutable;
using System.Text;
using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>A replicated state machine small enough to see through: commands are <c>key=value</c>.</summary>
public sealed class ToyMachine(ToyState? restored = null)
{
    private readonly List<Entry> _applied = [];

    /// <summary>Every entry that this machine has applied itself, in order: none that a snapshot brought.</summary>
    public IReadOnlyList<Entry> Applied => _applied;

    public ToyState State { get; private set; } = restored ?? ToyState.Empty;

    public ImmutableSortedDictionary<string, string> Values => State.Values;

    public void Apply(Entry entry)
    {
        _applied.Add(entry);
        State = State.After(entry);
    }

    public static ReadOnlyMemory<byte> Encode(string command) => Encoding.UTF8.GetBytes(command);

    /// <summary>What an entry says: a command, a list of members, or <c>-</c> for the empty entry of a new leader.</summary>
    public static string CommandOf(Entry entry) => entry.Kind switch
    {
        EntryKind.NoOp => "-",
        EntryKind.Configuration => $"[{ConfigurationCodec.Decode(entry.Payload.Span)}]",
        _ => Encoding.UTF8.GetString(entry.Payload.Span),
    };
}
