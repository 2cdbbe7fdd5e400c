using System.Collections.Immutable;

namespace RaftTorture.Scenarios.Faults;

/// <summary>The directed links that a partition cuts, by its shape. The order of the nodes decides who stands where.</summary>
public static class PartitionShapes
{
    /// <summary>Two sides that hear nothing of each other.</summary>
    public static ImmutableArray<Link> Between(IReadOnlyList<string> side, IReadOnlyList<string> other) =>
        [.. Towards(side, other), .. Towards(other, side)];

    /// <summary>The first nodes on one side, the rest on the other.</summary>
    public static ImmutableArray<Link> Split(IReadOnlyList<string> nodes, int sideCount) =>
        Between([.. nodes.Take(sideCount)], [.. nodes.Skip(sideCount)]);

    /// <summary>One node alone against all others.</summary>
    public static ImmutableArray<Link> Isolate(IReadOnlyList<string> nodes, string alone) =>
        Between([alone], [.. nodes.Where(node => node != alone)]);

    /// <summary>
    /// Nodes on a ring, each hearing only its nearest on both sides: just enough that everybody sees a majority, and no two the same one.
    /// Cuts nothing below four nodes.
    /// </summary>
    public static ImmutableArray<Link> MajoritiesRing(IReadOnlyList<string> nodes)
    {
        var count = nodes.Count;
        var reach = (count / 2 + 1) / 2; // a majority is count / 2 + 1 nodes: oneself and this many on each side, rounded up
        return
        [
            .. from a in Enumerable.Range(0, count)
               from b in Enumerable.Range(0, count)
               let steps = Math.Min((a - b + count) % count, (b - a + count) % count)
               where steps > reach
               select new Link(nodes[a], nodes[b]),
        ];
    }

    /// <summary>Two halves that hear each other only through the first node, which hears all.</summary>
    public static ImmutableArray<Link> Bridge(IReadOnlyList<string> nodes) => Split([.. nodes.Skip(1)], (nodes.Count - 1) / 2);

    /// <summary>One node hears the others and is not heard.</summary>
    public static ImmutableArray<Link> Mute(IReadOnlyList<string> nodes, string mute) =>
        Towards([mute], [.. nodes.Where(node => node != mute)]);

    /// <summary>One node is heard and does not hear the others.</summary>
    public static ImmutableArray<Link> Deaf(IReadOnlyList<string> nodes, string deaf) =>
        Towards([.. nodes.Where(node => node != deaf)], [deaf]);

    private static ImmutableArray<Link> Towards(IReadOnlyList<string> senders, IReadOnlyList<string> receivers) =>
        [.. from sender in senders from receiver in receivers select new Link(sender, receiver)];
}
