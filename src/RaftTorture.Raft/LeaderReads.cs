using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>A leader's open reads and its rounds of confirmation (ReadIndex, thesis 6.4).</summary>
internal sealed class LeaderReads
{
    private readonly Queue<(long Round, long SentMs)> _sent = new();

    /// <summary>The newest round that was sent.</summary>
    public long Round { get; private set; }

    /// <summary>Reads that the current round serves, or null if no round is under way.</summary>
    public OpenReads? Confirming { get; set; }

    /// <summary>Reads that came after the current round had started: the next one serves them.</summary>
    public List<ReadRequest> Waiting { get; } = [];

    /// <summary>When the newest round that a quorum has answered was sent, milliseconds; null before the first.</summary>
    public long? ConfirmedSentMs { get; private set; }

    /// <summary>No lease in this term any more: a successor that was told to campaign may do so at any time, whatever its voters heard.</summary>
    public bool IsLeaseRevoked { get; set; }

    public long StartRound(long nowMs)
    {
        _sent.Enqueue((++Round, nowMs));
        return Round;
    }

    /// <summary>A quorum has answered this round, and so all before it. What counts is when it was sent, not when the answers came (JRaft #34).</summary>
    public void Confirm(long round)
    {
        while (_sent.TryPeek(out var oldest) && oldest.Round <= round)
            ConfirmedSentMs = _sent.Dequeue().SentMs;
    }
}

/// <summary>A read by this server's own client, or one that <paramref name="Asker"/> asks an index for.</summary>
internal readonly record struct ReadRequest(long Id, NodeId? Asker);

/// <summary>Reads that wait for a quorum to answer <paramref name="Round"/>; they will be served at <paramref name="ReadIndex"/>.</summary>
internal sealed record OpenReads(ImmutableArray<ReadRequest> Requests, long Round, LogIndex ReadIndex);
