using System.Text;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Tests.Tracing;

/// <summary>Three traced nodes; the story moves their clocks and carries their messages.</summary>
internal sealed class TracedCluster
{
    public static readonly NodeId N1 = new(1);
    public static readonly NodeId N2 = new(2);
    public static readonly NodeId N3 = new(3);

    private readonly CollectingSink _everything = new();
    private readonly Dictionary<NodeId, TracedNode> _nodes;
    private readonly Dictionary<NodeId, long> _clocksMs = [];
    private long _proposals;
    private long _ns;

    public TracedCluster()
    {
        _nodes = new[] { N1, N2, N3 }.ToDictionary(id => id, id => new TracedNode(id, [N1, N2, N3], _everything, () => _ns += 1000));
        foreach (var node in _nodes.Values)
        {
            node.Start();
            _clocksMs[node.Id] = 0;
            PassTime(node.Id);
        }
    }

    /// <summary>All nodes' lines, in the order in which things happened.</summary>
    public List<string> Lines => _everything.Lines;

    public TracedNode this[NodeId node] => _nodes[node];

    /// <summary>The node's time passes until its election timeout has fired; a leader has none.</summary>
    public void Campaign(NodeId node)
    {
        while (_nodes[node].Core.Role != Role.Leader && !_nodes[node].Outbox.OfType<Message.RequestVote>().Any())
            PassTime(node);
    }

    /// <summary>A tick of the node's own clock.</summary>
    public void PassTime(NodeId node) => _nodes[node].Handle(new Input.Tick(_clocksMs[node] += 10));

    public void Propose(NodeId node, string command) => _nodes[node].Handle(Proposal(command));

    public Input Proposal(string command) => new Input.Propose([new Proposal(++_proposals, Encoding.UTF8.GetBytes(command))]);

    public void Deliver(Message message) => _nodes[message.To].Handle(new Input.Receive(message));

    public List<string> LinesOf(NodeId node) => [.. Lines.Where(line => line.Contains($"\"nid\":\"{node.Value}\",\""))];

    /// <summary>Delivers whatever is on its way, one after another, until nobody speaks.</summary>
    public void Settle()
    {
        while (Next() is { } message)
            Deliver(message);
    }

    public IReadOnlyList<Message> TakeMessages()
    {
        Message[] messages = [.. _nodes.Values.SelectMany(node => node.Outbox)];
        foreach (var node in _nodes.Values)
            node.Outbox.Clear();
        return messages;
    }

    private Message? Next()
    {
        if (_nodes.Values.FirstOrDefault(node => node.Outbox.Count > 0) is not { } talker)
            return null;
        var message = talker.Outbox[0];
        talker.Outbox.RemoveAt(0);
        return message;
    }
}
