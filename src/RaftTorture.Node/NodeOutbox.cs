using System.Collections.Concurrent;
using RaftTorture.Node.Peers;
using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Node;

/// <summary>Takes what the replica says to the sockets: messages to peer links, answers to the HTTP requests that wait for them.</summary>
internal sealed class NodeOutbox(NodeId self, PeerLinks links, CalmLog log) : IOutbox
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<ClientAnswer>> _waiting = new();
    private volatile Configuration _configuration = Configuration.Empty;
    private long _messagesSent;
    private long _roleChanges;

    public long MessagesSent => Interlocked.Read(ref _messagesSent);

    public long RoleChanges => Interlocked.Read(ref _roleChanges);

    /// <summary>The members in force, as the replica last said.</summary>
    public Configuration Configuration => _configuration;

    public void Send(Message message)
    {
        Interlocked.Increment(ref _messagesSent);
        links.Post(message);
    }

    public void Answer(long requestId, ClientAnswer answer)
    {
        if (_waiting.TryRemove(requestId, out var waiting))
            waiting.TrySetResult(answer);
    }

    public void RoleChanged(Role role, Term term, NodeId? leader)
    {
        Interlocked.Increment(ref _roleChanges);
        NodeLog.Write($"{self} is {role} in term {term}, leader {leader?.ToString() ?? "unknown"}");
    }

    public void Configured(Configuration configuration)
    {
        _configuration = configuration;
        links.Configured(configuration);
        NodeLog.Write($"{self} has members {configuration}");
    }

    public void Warn(string sentence) => log.Write($"warning: {sentence}");

    /// <summary>The answer to come for a request. Register before the request is posted.</summary>
    public Task<ClientAnswer> Expect(long requestId) =>
        _waiting.GetOrAdd(requestId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Answers everything that still waits, when nobody is left to do it.</summary>
    public void AnswerAll(ClientAnswer answer)
    {
        foreach (var requestId in _waiting.Keys)
            Answer(requestId, answer);
    }

    /// <summary>The client went away: its answer will be dropped.</summary>
    public void Forget(long requestId) => _waiting.TryRemove(requestId, out _);
}
