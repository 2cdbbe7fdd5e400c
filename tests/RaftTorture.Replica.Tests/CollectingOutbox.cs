using RaftTorture.Raft;

namespace RaftTorture.Replica.Tests;

/// <summary>Keeps what a replica says.</summary>
internal sealed class CollectingOutbox : IOutbox
{
    public List<Message> Sent { get; } = [];

    public Dictionary<long, ClientAnswer> Answers { get; } = [];

    public void Send(Message message) => Sent.Add(message);

    public void Answer(long requestId, ClientAnswer answer) => Answers.Add(requestId, answer);

    public List<string> Warnings { get; } = [];

    public void RoleChanged(Role role, Term term, NodeId? leader)
    {
    }

    public void Configured(Configuration configuration)
    {
    }

    public void Warn(string sentence) => Warnings.Add(sentence);
}
