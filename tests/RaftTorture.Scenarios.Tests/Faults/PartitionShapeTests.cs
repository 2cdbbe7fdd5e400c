using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Scenarios.Tests.Faults;

public sealed class PartitionShapeTests
{
    [Test]
    public void A_split_cuts_both_directions_of_every_link_between_the_sides()
    {
        var cut = PartitionShapes.Split(Nodes(5), 2);

        Assert.That(cut, Has.Length.EqualTo(12));
        Assert.That(cut, Is.EquivalentTo(cut.Select(link => new Link(link.To, link.From))));
        Assert.That(Hears(cut, 5, "n1"), Is.EquivalentTo(new[] { "n1", "n2" }));
        Assert.That(Hears(cut, 5, "n3"), Is.EquivalentTo(new[] { "n3", "n4", "n5" }));
    }

    [Test]
    public void An_isolated_node_hears_only_itself()
    {
        var cut = PartitionShapes.Isolate(Nodes(5), "n4");

        Assert.That(Hears(cut, 5, "n4"), Is.EqualTo(new[] { "n4" }));
        Assert.That(Hears(cut, 5, "n1"), Is.EquivalentTo(new[] { "n1", "n2", "n3", "n5" }));
    }

    [Test]
    public void In_a_majorities_ring_everybody_hears_a_majority_and_no_two_the_same([Values(4, 5, 7, 9)] int count)
    {
        var cut = PartitionShapes.MajoritiesRing(Nodes(count));
        var heard = Nodes(count).Select(node => string.Concat(Hears(cut, count, node).Order())).ToList();

        Assert.That(heard, Is.Unique);
        Assert.That(Nodes(count).Select(node => Hears(cut, count, node).Count), Has.All.GreaterThan(count / 2).And.All.LessThan(count));
        Assert.That(cut, Is.EquivalentTo(cut.Select(link => new Link(link.To, link.From))));
    }

    [Test]
    public void Three_nodes_make_no_majorities_ring() => Assert.That(PartitionShapes.MajoritiesRing(Nodes(3)), Is.Empty);

    [Test]
    public void A_bridge_hears_all_and_the_halves_only_it()
    {
        var cut = PartitionShapes.Bridge(Nodes(5));

        Assert.That(Hears(cut, 5, "n1"), Has.Count.EqualTo(5));
        Assert.That(Hears(cut, 5, "n2"), Is.EquivalentTo(new[] { "n1", "n2", "n3" }));
        Assert.That(Hears(cut, 5, "n4"), Is.EquivalentTo(new[] { "n1", "n4", "n5" }));
    }

    [Test]
    public void A_mute_node_hears_and_is_not_heard_and_a_deaf_one_the_reverse()
    {
        var mute = PartitionShapes.Mute(Nodes(3), "n1");
        var deaf = PartitionShapes.Deaf(Nodes(3), "n1");

        Assert.That(mute, Is.EquivalentTo(new[] { new Link("n1", "n2"), new Link("n1", "n3") }));
        Assert.That(deaf, Is.EquivalentTo(new[] { new Link("n2", "n1"), new Link("n3", "n1") }));
    }

    private static ImmutableArray<string> Nodes(int count) => [.. Enumerable.Range(1, count).Select(n => $"n{n}")];

    private static List<string> Hears(ImmutableArray<Link> cut, int count, string node) =>
        [.. Nodes(count).Where(other => !cut.Contains(new Link(other, node)))];
}
