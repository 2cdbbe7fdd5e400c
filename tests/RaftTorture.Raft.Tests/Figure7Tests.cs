using RaftTorture.TestKit.Worlds;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Raft.Tests;

/// <summary>Figure 7: a leader comes to power in term 8, and six followers differ from its log in every way there is.</summary>
public sealed class Figure7Tests
{
    private static readonly int[] Leaders = [1, 1, 1, 4, 4, 5, 5, 6, 6, 6];

    private static readonly int[][] Followers =
    [
        [1, 1, 1, 4, 4, 5, 5, 6, 6],
        [1, 1, 1, 4],
        [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6],
        [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7],
        [1, 1, 1, 4, 4, 4, 4],
        [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
    ];

    [Test]
    public void The_leader_makes_every_followers_log_equal_to_its_own([Values(1, 2, 512)] int entriesPerAppend)
    {
        var world = FigureSeven(entriesPerAppend);
        world.Elect(N1);
        world.Propose(N1, "x=8");
        world.Settle();
        Assert.That(world.Nodes.Select(node => node.Core.Entries.Select(entry => entry.Term.Value)), Is.All.EqualTo(Leaders.Append(8)));
    }

    [Test]
    public void Only_the_followers_whose_logs_are_not_ahead_vote_for_it()
    {
        var world = FigureSeven(entriesPerAppend: 512);
        world.Campaign(N1);
        Assert.That(world.Nodes.Where(node => node.Core.VotedFor == N1).Select(node => node.Id.Value), Is.EqualTo(new[] { 1, 2, 3, 6, 7 }));
    }

    private static RaftWorld FigureSeven(int entriesPerAppend)
    {
        var figures = WorldOptions.AsInTheFigures(7);
        var world = new RaftWorld(figures with
        {
            Configure = config => figures.Configure(config) with { MaxEntriesPerAppend = entriesPerAppend },
        });
        world.StartWithLog(N1, new Term(7), Leaders);
        for (var i = 0; i < Followers.Length; i++)
            world.StartWithLog(new NodeId(i + 2), new Term(7), Followers[i]);
        return world;
    }
}
