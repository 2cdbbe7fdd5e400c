using System.Net;
using System.Net.Sockets;
using RaftTorture.Node.Peers;
using RaftTorture.Node.Security;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Node.Tests.Peers;

/// <summary>What a peer link does when it cannot do its work.</summary>
public class PeerLinkTests
{
    [Test]
    public async Task A_fault_that_no_network_explains_ends_the_link_and_can_be_seen()
    {
        using var peer = new TcpListener(IPAddress.Loopback, 0);
        peer.Start();
        var address = new DnsEndPoint("127.0.0.1", ((IPEndPoint)peer.LocalEndpoint).Port);
        using var log = new CalmLog(_ => { }, TimeSpan.FromHours(1));
        using var link = new PeerLink(new NodeId(2), address, Handshake.Write(new Greeting(new NodeId(1), new Incarnation(7), null, "test")), new PeerTransport(tls: null, log));
        using var connection = await peer.AcceptSocketAsync();
        await connection.ReceiveAsync(new byte[64]); // The greeting: from here on nothing that is posted gets lost.

        link.Post(TooBigForAFrame());

        Assert.That(() => link.Ended.WaitAsync(TimeSpan.FromSeconds(30)), Throws.InvalidOperationException.With.Message.Contains("does not fit in a frame"));
    }

    private static Message.AppendEntries TooBigForAFrame()
    {
        var payload = new byte[1024 * 1024];
        var entries = Enumerable.Range(1, 65).Select(index => new Entry(new LogIndex(index), new Term(1), EntryKind.Command, payload));
        return new Message.AppendEntries(LogIndex.Zero, Term.Zero, [.. entries], LogIndex.Zero, ReadRound: 0)
        {
            Term = new Term(1),
            From = new NodeId(1),
            To = new NodeId(2),
        };
    }
}
