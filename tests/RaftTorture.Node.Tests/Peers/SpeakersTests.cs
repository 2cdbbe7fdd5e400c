using RaftTorture.Node.Peers;
using RaftTorture.Raft;
using RaftTorture.Replica;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Node.Tests.Peers;

/// <summary>How many may speak to a node.</summary>
public class SpeakersTests
{
    private static readonly NodeId N2 = new(2);

    private static readonly Incarnation Disk = new(77);
    private static readonly Incarnation OtherDisk = new(78);

    private List<Greeted> _told = null!;
    private Speakers _speakers = null!;

    [SetUp]
    public void Open() => _speakers = new Speakers((_told = []).Add);

    [Test]
    public void A_peer_that_dials_again_and_again_loses_its_oldest_connection()
    {
        var connections = Enumerable.Range(0, Speakers.MaxConnectionsEach + 1).Select(_ => new CancellationTokenSource()).ToArray();

        foreach (var connection in connections)
            _speakers.Enter(N2, Disk, connection);

        Assert.That(connections.Select(connection => connection.IsCancellationRequested), Is.EqualTo([true, false, false]));
    }

    [Test]
    public void One_peer_too_many_is_refused_until_another_leaves()
    {
        using var first = new CancellationTokenSource();
        using var others = new CancellationTokenSource();
        _speakers.Enter(N2, Disk, first);
        for (var id = 3; id < Speakers.MaxPeers + 2; id++)
            _speakers.Enter(new NodeId(id), Disk, others);

        Assert.That(() => _speakers.Enter(new NodeId(999), Disk, others), Throws.TypeOf<FormatException>());
        Assert.That(_told, Has.None.EqualTo(new Greeted(new NodeId(999), Disk)));
        _speakers.Leave(N2, Disk, first);
        Assert.That(() => _speakers.Enter(new NodeId(999), Disk, others), Throws.Nothing);
    }

    [Test]
    public void A_peer_is_gone_when_its_last_connection_is()
    {
        using var old = new CancellationTokenSource();
        using var dialledAgain = new CancellationTokenSource();
        _speakers.Enter(N2, Disk, old);
        _speakers.Enter(N2, Disk, dialledAgain);
        _speakers.Leave(N2, Disk, old);
        Assert.That(_told, Is.EqualTo([Came(Disk), Came(Disk)]));

        _speakers.Leave(N2, Disk, dialledAgain);
        Assert.That(_told[^1], Is.EqualTo(Went(Disk)));
    }

    [Test]
    public void A_disk_is_gone_though_its_peer_is_connected_with_another()
    {
        using var stale = new CancellationTokenSource();
        using var wiped = new CancellationTokenSource();
        _speakers.Enter(N2, Disk, stale);
        _speakers.Enter(N2, OtherDisk, wiped);
        _speakers.Leave(N2, OtherDisk, wiped);

        Assert.That(_told, Is.EqualTo([Came(Disk), Came(OtherDisk), Went(OtherDisk)]));
    }

    [Test]
    public void One_that_was_hung_up_on_for_a_newer_connection_is_not_gone()
    {
        var connections = Enumerable.Range(0, Speakers.MaxConnectionsEach + 1).Select(_ => new CancellationTokenSource()).ToArray();
        foreach (var connection in connections)
            _speakers.Enter(N2, Disk, connection);

        _speakers.Leave(N2, Disk, connections[0]);

        Assert.That(_told, Has.None.EqualTo(Went(Disk)));
    }

    private static Greeted Came(Incarnation disk) => new(N2, disk);

    private static Greeted Went(Incarnation disk) => new(N2, disk) { IsGone = true };
}
