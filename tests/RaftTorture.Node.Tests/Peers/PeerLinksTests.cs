using System.Net;
using RaftTorture.Node.Peers;
using RaftTorture.Node.Security;
using RaftTorture.Raft;

namespace RaftTorture.Node.Tests.Peers;

/// <summary>Whom a node dials, and where, as the members change. Nothing listens at these addresses.</summary>
public class PeerLinksTests
{
    private static readonly NodeId N1 = new(1);
    private static readonly NodeId N2 = new(2);
    private static readonly NodeId N3 = new(3);

    private readonly List<string> _log = [];
    private readonly List<(NodeId Peer, DnsEndPoint Address)> _opened = [];
    private CalmLog _calm = null!;

    [SetUp]
    public void Open() => _calm = new CalmLog(_log.Add, TimeSpan.FromHours(1));

    [TearDown]
    public void Close()
    {
        _calm.Dispose();
        _log.Clear();
        _opened.Clear();
    }

    [Test]
    public async Task Links_open_to_all_other_members_at_the_addresses_of_the_configuration()
    {
        await using var links = Links();

        links.Configured(Members((1, ""), (2, "127.0.0.1:2"), (3, "127.0.0.1:3")));

        Assert.That(_opened, Is.EqualTo([(N2, At(2)), (N3, At(3))]));
    }

    [Test]
    public async Task What_the_node_was_told_goes_before_the_configuration()
    {
        await using var links = Links((N2, At(22)));

        links.Configured(Members((2, "127.0.0.1:2")));

        Assert.That(_opened, Is.EqualTo([(N2, At(22))]));
    }

    [Test]
    public async Task A_member_that_moves_is_dialled_anew()
    {
        await using var links = Links();

        links.Configured(Members((2, "127.0.0.1:2")));
        links.Configured(Members((2, "127.0.0.1:2"), (3, "127.0.0.1:3")));
        links.Configured(Members((2, "127.0.0.1:4")));
        links.Configured(Members((2, "127.0.0.1:4"), (3, "127.0.0.1:3")));

        Assert.That(_opened, Is.EqualTo([(N2, At(2)), (N3, At(3)), (N2, At(4)), (N3, At(3))]));
    }

    [Test]
    public async Task One_that_joins_answers_a_leader_that_its_log_does_not_name_where_the_leader_said()
    {
        await using var links = Links();
        links.Heard(N3, At(33));

        links.Post(To(N3));

        Assert.That(_opened, Is.EqualTo([(N3, At(33))]));
    }

    [Test]
    public async Task What_is_said_to_nobody_known_is_lost_and_logged_once()
    {
        await using var links = Links();

        for (var i = 0; i < 1000; i++)
            links.Post(To(N3));

        Assert.That(_opened, Is.Empty);
        Assert.That(_log, Has.Count.EqualTo(1).And.Some.Contains("--peer n3=HOST:PORT"));
    }

    [Test]
    public async Task An_address_that_cannot_be_read_is_no_reason_to_stop()
    {
        await using var links = Links();

        links.Configured(Members((2, "nowhere"), (3, "127.0.0.1:3")));

        Assert.That(_opened, Is.EqualTo([(N3, At(3))]));
        Assert.That(_log, Has.Some.Contains("address of n2"));
    }

    private PeerLinks Links(params (NodeId, DnsEndPoint)[] told)
    {
        var transport = new PeerTransport(tls: null, _calm);
        return new PeerLinks(N1, told.ToDictionary(), Dial, _calm);

        PeerLink Dial(NodeId peer, DnsEndPoint address)
        {
            _opened.Add((peer, address));
            return new PeerLink(peer, address, [], transport);
        }
    }

    private static DnsEndPoint At(int port) => new("127.0.0.1", port);

    private static Configuration Members(params (int Id, string Address)[] members) =>
        new(members.Select(member => new Member(new NodeId(member.Id), IsVoter: true, LogIndex.Zero, member.Address)));

    private static Message.TimeoutNow To(NodeId peer) => new() { Term = new Term(1), From = N1, To = peer };
}
