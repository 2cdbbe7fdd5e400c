using RaftTorture.Node.Peers;
using RaftTorture.Raft;

namespace RaftTorture.Node.Tests.Peers;

/// <summary>How many may speak to a node.</summary>
public class SpeakersTests
{
    private static readonly NodeId N2 = new(2);

    private Speakers _speakers = null!;

    [SetUp]
    public void Open() => _speakers = new Speakers();

    [Test]
    public void A_peer_that_dials_again_and_again_loses_its_oldest_connection()
    {
        var connections = Enumerable.Range(0, Speakers.MaxConnectionsEach + 1).Select(_ => new CancellationTokenSource()).ToArray();

        foreach (var connection in connections)
            _speakers.Enter(N2, connection);

        Assert.That(connections.Select(connection => connection.IsCancellationRequested), Is.EqualTo([true, false, false]));
    }

    [Test]
    public void One_peer_too_many_is_refused_until_another_leaves()
    {
        using var first = new CancellationTokenSource();
        using var others = new CancellationTokenSource();
        _speakers.Enter(N2, first);
        for (var id = 3; id < Speakers.MaxPeers + 2; id++)
            _speakers.Enter(new NodeId(id), others);

        Assert.That(() => _speakers.Enter(new NodeId(999), others), Throws.TypeOf<FormatException>());
        _speakers.Leave(N2, first);
        Assert.That(() => _speakers.Enter(new NodeId(999), others), Throws.Nothing);
    }
}
