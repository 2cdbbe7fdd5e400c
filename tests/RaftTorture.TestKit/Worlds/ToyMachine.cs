using System.Text;
using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>A replicated state machine small enough to see through: commands are <c>key=value</c>.</summary>
public sealed class ToyMachine
{
    private readonly List<Entry> _applied = [];

    /// <summary>Every entry, in the order in which it was applied.</summary>
    public IReadOnlyList<Entry> Applied => _applied;

    public SortedDictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

    public void Apply(Entry entry)
    {
        _applied.Add(entry);
        if (entry.Kind == EntryKind.NoOp)
            return;
        var assignment = CommandOf(entry).Split('=');
        Values[assignment[0]] = assignment[1];
    }

    public static ReadOnlyMemory<byte> Encode(string command) => Encoding.UTF8.GetBytes(command);

    public static string CommandOf(Entry entry) => Encoding.UTF8.GetString(entry.Payload.Span);
}
