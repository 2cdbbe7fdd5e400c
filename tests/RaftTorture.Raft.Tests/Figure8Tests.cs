using RaftTorture.Simulation.Invariants;
using RaftTorture.TestKit.Worlds;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>Figure 8: why a leader cannot tell from the number of replicas that an entry of an earlier term is committed.</summary>
public sealed class Figure8Tests
{
    [Test]
    public void At_c_the_old_entry_is_on_a_majority_and_not_committed()
    {
        var world = UpToC(RaftRules.Paper);
        Assert.That(world.Nodes.Count(node => node.Storage.LastIndex.Value == 2 && node.Storage.Entries[1].Term.Value == 2), Is.EqualTo(3));
        Assert.That(world.Nodes.Select(node => node.Core.CommitIndex), Is.All.EqualTo(LogIndex.Zero));
    }

    [Test]
    public void At_d_the_old_entry_may_still_be_overwritten() =>
        Assert.That(UpToD(RaftRules.Paper)[N2].Core.Entries[1].Term.Value, Is.EqualTo(3));

    [Test]
    public void At_e_an_entry_of_the_own_term_on_a_majority_keeps_the_rival_from_winning()
    {
        var world = UpToC(RaftRules.Paper);
        world.Propose(N1, "3=4");
        world.Settle();
        Assert.That(world[N1].Core.CommitIndex.Value, Is.EqualTo(3));
        world.Crash(N1);
        world.Restart(N5);
        for (var tries = 0; tries < 5; tries++)
            world.Campaign(N5);
        Assert.That(world[N5].Core.Role, Is.EqualTo(Role.Candidate));
    }

    [Test]
    public void Counting_old_entries_commits_at_c_what_the_rule_forbids() =>
        Assert.That(
            () => UpToC(new CountsOldEntries()),
            Throws.TypeOf<InvariantBrokenException>().With.Property("Invariant").EqualTo(nameof(CommitRule)));

    [Test]
    public void Counting_old_entries_loses_at_d_what_was_committed_at_c() =>
        Assert.That(
            () => UpToD(new CountsOldEntries(), overlooked: nameof(CommitRule)),
            Throws.TypeOf<InvariantBrokenException>().With.Property("Invariant").EqualTo(nameof(LeaderCompleteness)));

    /// <summary>(a) S1 led term 2 and reached S2. (b) S5 leads term 3, alone with its entry. (c) S1 leads term 4 and its old entry reaches S3.</summary>
    private static RaftWorld UpToC(RaftRules rules, params string[] overlooked)
    {
        var figures = WorldOptions.AsInTheFigures(5);
        var world = new RaftWorld(figures with
        {
            Rules = rules,
            Overlooked = overlooked,
            Configure = config => figures.Configure(config) with { MaxEntriesPerAppend = 1 },
        });
        foreach (var node in world.Ids)
            world.StartWithLog(node, new Term(2), node == N1 || node == N2 ? [1, 2] : [1]);
        world.Crash(N1);
        world.Elect(N5);
        world.Crash(N2, N3, N4);
        world.Propose(N5, "2=3");
        world.Settle();
        world.Crash(N5);
        world.Restart(N1, N2, N3, N4);
        world.Cut(N1, N4);
        world.Elect(N1);
        return world;
    }

    /// <summary>(d) S1 crashes; S5 wins term 5 with the votes of S2, S3 and S4, and its entry replaces the older one.</summary>
    private static RaftWorld UpToD(RaftRules rules, params string[] overlooked)
    {
        var world = UpToC(rules, overlooked);
        world.Crash(N1);
        world.Restart(N5);
        world.Elect(N5);
        world.Propose(N5, "x=8");
        world.Settle();
        return world;
    }
}
