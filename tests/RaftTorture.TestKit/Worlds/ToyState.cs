using System.Collections.Immutable;
using System.Text;
using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>The state of a <see cref="ToyMachine"/> as a value: to freeze it is to keep it.</summary>
/// <param name="Index">The last entry applied.</param>
/// <param name="Values">What the commands have assigned.</param>
/// <param name="Digest">A running hash of all that was ever applied, so that equal states have equal pasts.</param>
public sealed record ToyState(LogIndex Index, ImmutableSortedDictionary<string, string> Values, ulong Digest)
{
    public static readonly ToyState Empty = new(LogIndex.Zero, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), 0);

    public static ToyState Of(LogIndex index, IEnumerable<string[]> assignments, ulong digest) =>
        new(index, Empty.Values.AddRange(assignments.Select(pair => KeyValuePair.Create(pair[0], pair[1]))), digest);

    public ToyState After(Entry entry)
    {
        var digest = DigestOf($"{Digest} {entry} {Convert.ToHexString(entry.Payload.Span)}");
        if (entry.Kind != EntryKind.Command)
            return this with { Index = entry.Index, Digest = digest };
        var assignment = ToyMachine.CommandOf(entry).Split('=');
        return new ToyState(entry.Index, Values.SetItem(assignment[0], assignment[1]), digest);
    }

    /// <summary>FNV-1a, 64 bits.</summary>
    public static ulong DigestOf(string text) =>
        Encoding.UTF8.GetBytes(text).Aggregate(14695981039346656037UL, (hash, each) => unchecked((hash ^ each) * 1099511628211UL));
}
