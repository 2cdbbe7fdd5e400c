using System.Collections.Concurrent;
using System.Net;
using RaftTorture.Node.Options;
using RaftTorture.Raft;

namespace RaftTorture.Node.Peers;

/// <summary>One link to each node that this one has to speak to, opened and closed as the members change.</summary>
/// <remarks>
/// An address is looked for in three places: this node's own arguments (so that a harness can put itself between), then the configuration,
/// then what the other said when it called. The last is for a node that joins: it must answer a leader that its log does not name yet.
/// <see cref="Post"/> and <see cref="Configured"/> belong to the raft thread.
/// </remarks>
internal sealed class PeerLinks(NodeId self, IReadOnlyDictionary<NodeId, DnsEndPoint> told, Func<NodeId, DnsEndPoint, PeerLink> open, CalmLog log)
    : IAsyncDisposable
{
    private readonly SortedDictionary<NodeId, PeerLink> _links = [];
    private readonly ConcurrentDictionary<NodeId, DnsEndPoint> _heard = new();
    private readonly List<Task> _watches = [];
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Configuration _configuration = Configuration.Empty;

    /// <summary>Faulted once a link is broken by what no network explains: without it the node only seems alive.</summary>
    public Task Broken => _broken.Task;

    /// <summary>Hands a message to the link of its addressee. Without a known address it is lost, as in a network.</summary>
    public void Post(Message message)
    {
        if (LinkTo(message.To) is { } link)
            link.Post(message);
        else
            log.Write($"no address of {message.To} is known: what is said to it is lost; give it with --peer {message.To}=HOST:PORT");
    }

    /// <summary>Opens links to all members, so that they stand before they are needed, and closes those to whom is none.</summary>
    public void Configured(Configuration configuration)
    {
        _configuration = configuration;
        foreach (var gone in _links.Keys.Where(id => configuration.Find(id) is null || !_links[id].Address.Equals(AddressOf(id))).ToArray())
            Close(gone);
        foreach (var member in configuration.Members.Where(member => member.Id != self))
            _ = LinkTo(member.Id);
    }

    /// <summary>A peer said where it can be reached. From any thread.</summary>
    public void Heard(NodeId peer, DnsEndPoint address) => _heard[peer] = address;

    public async ValueTask DisposeAsync()
    {
        foreach (var id in _links.Keys.ToArray())
            Close(id);
        await Task.WhenAll(_watches);
    }

    private PeerLink? LinkTo(NodeId id)
    {
        if (_links.TryGetValue(id, out var link))
            return link;
        if (AddressOf(id) is not { } address)
            return null;
        link = open(id, address);
        _links.Add(id, link);
        _watches.RemoveAll(static watch => watch.IsCompleted);
        _watches.Add(WatchAsync(link));
        return link;
    }

    private DnsEndPoint? AddressOf(NodeId id)
    {
        if (told.TryGetValue(id, out var address))
            return address;
        return _configuration.Find(id) is { Address.Length: > 0 } member ? Readable(member) : _heard.GetValueOrDefault(id);
    }

    /// <summary>What stands in the log was put there by another node: it is not worth this node's life.</summary>
    private DnsEndPoint? Readable(Member member)
    {
        try
        {
            return OptionText.HostAndPort(member.Address);
        }
        catch (FormatException e)
        {
            log.Write($"the address of {member.Id} in the configuration cannot be used: {e.Message}");
            return null;
        }
    }

    private void Close(NodeId id)
    {
        if (_links.Remove(id, out var link))
            link.Close();
    }

    private async Task WatchAsync(PeerLink link)
    {
        try
        {
            await link.Ended;
        }
        catch (Exception e) // Whatever it is, no network explains it: the owner looks and stops the node.
        {
            _broken.TrySetException(e);
        }

        link.Dispose();
    }
}
