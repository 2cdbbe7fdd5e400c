using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>Linearizable reads by a follower: the leader confirms an index, the follower waits until it has applied it (thesis 6.4).</summary>
public sealed partial class RaftCore
{
    private readonly List<AskedRead> _asked = [];

    private void AskLeader(NodeId leader, ImmutableArray<long> readIds)
    {
        // Drawn, not counted: a number that an earlier life of this server used might be answered late, with an index of that time.
        var asked = new AskedRead(_dice.Next63(), readIds, NowMs);
        _asked.Add(asked);
        Send(new Message.ReadIndexRequest(asked.Number) { Term = Term, From = Id, To = leader });
    }

    private void OnReadIndexReply(Message.ReadIndexReply reply)
    {
        if (_asked.Find(asked => asked.Number == reply.ReadId) is not { } answered)
            return;
        if (reply.Index is null)
            Reject(answered, _leader);
        answered.Index = reply.Index;
        ServeAskedReads();
    }

    private void ServeAskedReads()
    {
        foreach (var asked in _asked.Where(asked => asked.Index <= CommitIndex))
        {
            foreach (var id in asked.ReadIds)
                _effects.Add(new Effect.AnswerRead(id, asked.Index!.Value));
        }

        _asked.RemoveAll(asked => asked.Index <= CommitIndex || asked.IsRejected);
    }

    private void ExpireAskedReads()
    {
        foreach (var late in _asked.Where(asked => NowMs - asked.AskedMs > _config.ElectionTimeoutMaxMs))
            Reject(late, _leader);
        _asked.RemoveAll(asked => asked.IsRejected);
    }

    private void RejectAskedReads(NodeId? leader)
    {
        foreach (var asked in _asked)
            Reject(asked, leader);
        _asked.Clear();
    }

    private void Reject(AskedRead asked, NodeId? leader)
    {
        asked.IsRejected = true;
        foreach (var id in asked.ReadIds)
            _effects.Add(new Effect.RejectRead(id, leader));
    }

    /// <summary>Reads that one request to the leader speaks for.</summary>
    private sealed class AskedRead(long number, ImmutableArray<long> readIds, long askedMs)
    {
        public long Number { get; } = number;

        public ImmutableArray<long> ReadIds { get; } = readIds;

        public long AskedMs { get; } = askedMs;

        /// <summary>What must be applied before they are served; null until the leader has said.</summary>
        public LogIndex? Index { get; set; }

        public bool IsRejected { get; set; }
    }
}
