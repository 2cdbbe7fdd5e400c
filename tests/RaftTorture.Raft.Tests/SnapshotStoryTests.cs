using RaftTorture.Simulation.Invariants;
using RaftTorture.TestKit.Worlds;

namespace RaftTorture.Raft.Tests;

/// <summary>Log compaction in whole clusters: section 7.</summary>
public sealed class SnapshotStoryTests
{
    [Test]
    public void A_follower_behind_the_compacted_log_gets_a_snapshot_and_ends_up_equal([Values(16, 100_000)] int chunkBytes)
    {
        var world = WithALateFollower(chunkBytes, out var late);
        world.Restart(late);
        world.Converge();
        world.AssertNothingIsLost();
        Assert.That(world[late].Storage.LogStart.Index.Value, Is.GreaterThan(0));
        Assert.That(world.Effects["InstallSnapshot"], Is.EqualTo(1));
        Assert.That(world.Effects["StoreSnapshot"], chunkBytes == 16 ? Is.GreaterThan(5) : Is.EqualTo(1));
    }

    [Test]
    public void Writes_go_on_while_a_snapshot_is_written()
    {
        var world = new RaftWorld(new WorldOptions { SnapshotMs = 1_000, Configure = config => config with { SnapshotThreshold = 5 } });
        for (var i = 0; i < 20; i++)
            world.Write($"k{i}={i}");
        Assert.That(world.NowMs, Is.LessThan(1_000));
        Assert.That(world.Effects["TakeSnapshot"], Is.GreaterThan(0));
    }

    [Test]
    public void A_snapshot_that_is_not_frozen_when_it_is_ordered_holds_later_entries()
    {
        var whole = new WorldOptions { Configure = config => config with { SnapshotThreshold = 5 } };
        Story.AssertBreaks(nameof(SnapshotEquivalence), whole with { FreezesState = false }, whole, world => world.RunWithWrites(1_000));
    }

    [Test]
    public void Pieces_that_come_again_long_after_take_nothing_back()
    {
        var world = WithALateFollower(chunkBytes: 16, out var late);
        var pieces = new List<Message>();
        world.Network.Catch(message => Overheard(message, pieces));
        world.Restart(late);
        world.Converge();
        world.Write("after=1");
        foreach (var piece in pieces)
            world.Network.Replay(piece);
        world.Run(500);
        world.Converge();
        world.AssertNothingIsLost();
        Assert.That((pieces.Count > 5, world.Effects["InstallSnapshot"]), Is.EqualTo((true, 1)));
    }

    [Test]
    public void A_spoiled_snapshot_is_noticed_and_sent_again()
    {
        var world = WithALateFollower(chunkBytes: 100_000, out var late);
        var first = world.Network.Catch(message => message is Message.InstallSnapshot && world.Effects.GetValueOrDefault("StoreSnapshot") == 0);
        world.Restart(late);
        world.RunUntil(() => first.Caught.Count > 0);
        world.Network.Replay(Spoiled((Message.InstallSnapshot)first.Caught[0]));
        world.Converge();
        world.AssertNothingIsLost();
        Assert.That((world.Effects["StoreSnapshot"], world.Effects["InstallSnapshot"]), Is.EqualTo((2, 1)));
    }

    [Test]
    public void A_crash_between_the_snapshot_and_the_start_of_the_log_is_recovered_from()
    {
        var world = WithALateFollower(chunkBytes: 100_000, out var late);
        world[late].FlushMs = 50;
        world.Restart(late);
        world.RunUntil(() => world[late].Storage is { Snapshot: not null, LogStart.Index.Value: 0 });
        world.Crash(late);
        world.Restart(late);
        Assert.That(world[late].Core.LogStart.Index, Is.EqualTo(world[late].Core.Snapshot.LastIndex), "the log that the snapshot replaces is gone");
        world.Converge();
        world.AssertNothingIsLost();
    }

    [Test]
    public void A_leader_that_falls_amid_a_transfer_leaves_no_half_snapshot_behind()
    {
        var world = WithALateFollower(chunkBytes: 16, out var late);
        world.Restart(late);
        world.RunUntil(() => world.Effects.GetValueOrDefault("StoreSnapshot") >= 3);
        world.Crash(world.Leader!.Id);
        world.Run(1_000);
        world.Converge();
        world.AssertNothingIsLost();
    }

    /// <summary>A follower is down while the log that it needs is compacted.</summary>
    private static RaftWorld WithALateFollower(int chunkBytes, out NodeId late)
    {
        var world = new RaftWorld(new WorldOptions
        {
            Configure = config => config with { SnapshotThreshold = 5, EntriesKept = 0, SnapshotChunkBytes = chunkBytes },
        });
        world.Write("before=1");
        late = world.Ids.First(id => id != world.Leader!.Id);
        world.Crash(late);
        for (var i = 0; i < 20; i++)
            world.Write($"k{i}={i}");
        world.Run(100);
        return world;
    }

    private static bool Overheard(Message message, List<Message> pieces)
    {
        if (message is Message.InstallSnapshot)
            pieces.Add(message);
        return false;
    }

    private static Message.InstallSnapshot Spoiled(Message.InstallSnapshot piece)
    {
        var bytes = piece.Data.ToArray();
        bytes[^1] ^= 1;
        return piece with { Data = bytes };
    }
}
