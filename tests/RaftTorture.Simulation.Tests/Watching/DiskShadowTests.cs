using RaftTorture.Raft;
using RaftTorture.Simulation.Disks;
using RaftTorture.Simulation.Invariants;
using RaftTorture.Simulation.Watching;
using static RaftTorture.Simulation.Tests.Invariants.ByHand;
using static RaftTorture.TestKit.Worlds.Nodes;

namespace RaftTorture.Simulation.Tests.Watching;

/// <summary>The account of what is durable: the disk's word counts, not the node's.</summary>
public sealed class DiskShadowTests
{
    private static readonly Configuration Three = Configuration.Of([N1, N2, N3]);
    private readonly HardState _voted = new(new Term(1), N2);

    [Test]
    public void What_is_written_is_durable_once_the_disk_has_nothing_unflushed_left()
    {
        var disk = new MemoryDisk();
        using var file = disk.Open("log-1");
        var shadow = new DiskShadow(N1, Three);
        shadow.Write([new Effect.Persist(_voted, [At(1, term: 1)])]);
        file.Write(0, [1, 2, 3]);
        shadow.Flush(disk);
        Assert.That(shadow.Storage.HardState, Is.EqualTo(HardState.Initial), "whatever the node believes");
        file.Flush();
        shadow.Flush(disk);
        Assert.That((shadow.Storage.HardState, shadow.Storage.LastIndex.Value), Is.EqualTo((_voted, 1L)));
    }

    [Test]
    public void A_batch_in_flight_is_there_whole_or_not_at_all()
    {
        Assert.That(AfterACrash(found: Recovered.Nothing(Three)).HardState, Is.EqualTo(HardState.Initial));
        Assert.That(AfterACrash(found: Recovered.Log(Three, _voted, [At(1, term: 1)])).LastIndex.Value, Is.EqualTo(1));
    }

    [Test]
    public void A_disk_that_holds_half_a_batch_is_not_what_the_account_says()
    {
        var account = AfterACrash(found: Recovered.Log(Three, HardState.Initial, [At(1, term: 1)]));
        Assert.That((account.HardState, account.LastIndex.Value), Is.EqualTo((_voted, 1L)), "so that the invariant of restarts sees the difference");
    }

    private StableStorage AfterACrash(Recovered found)
    {
        var shadow = new DiskShadow(N1, Three);
        shadow.Write([new Effect.Persist(_voted, [At(1, term: 1)])]);
        shadow.Settle(found);
        return shadow.Storage;
    }
}
