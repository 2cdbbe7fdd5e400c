using System.Diagnostics;

namespace RaftTorture.Kv;

/// <summary>What the machine remembers of a client (thesis 6.3). Immutable: each use makes a new one.</summary>
/// <remarks>A client sends one command at a time, so its last reply is enough to answer every honest retry without applying it twice.</remarks>
internal sealed class Session
{
    private const byte Kind = 2;

    public Session(long number, long ttlMs, long lastUsedMs, long lastSequence, KvResult? lastReply)
    {
        Number = number;
        TtlMs = ttlMs;
        LastUsedMs = lastUsedMs;
        LastSequence = lastSequence;
        LastReply = lastReply;
        Hash = HashOf();
    }

    public long Number { get; }

    public long TtlMs { get; }

    /// <summary>Log time of its last command, or of its opening.</summary>
    public long LastUsedMs { get; }

    /// <summary>0 before the first command.</summary>
    public long LastSequence { get; }

    /// <summary>The reply to that command; null before the first.</summary>
    public KvResult? LastReply { get; }

    public ulong Hash { get; }

    /// <summary>Log time from which on the session is gone, if it is not used before.</summary>
    public long ExpiresAtMs => TtlMs > long.MaxValue - LastUsedMs ? long.MaxValue : LastUsedMs + TtlMs;

    public static Session Opened(long number, long ttlMs, long nowMs) => new(number, ttlMs, nowMs, lastSequence: 0, lastReply: null);

    public Session Used(long nowMs) => new(Number, TtlMs, nowMs, LastSequence, LastReply);

    public Session Answered(long nowMs, long sequence, KvResult reply) => new(Number, TtlMs, nowMs, sequence, reply);

    private ulong HashOf()
    {
        var hash = new ItemHash(Kind);
        hash.Add(Number);
        hash.Add(TtlMs);
        hash.Add(LastUsedMs);
        hash.Add(LastSequence);
        AddReply(ref hash);
        return hash.Value;
    }

    private void AddReply(ref ItemHash hash)
    {
        switch (LastReply)
        {
            case null:
                hash.Add(0);
                break;
            case KvResult.Done done:
                hash.Add(1);
                hash.Add(done.Value);
                break;
            case KvResult.CasMiss miss:
                hash.Add(2);
                hash.Add(miss.Observed);
                break;
            case KvResult.TxnDone txn:
                hash.Add(txn.Succeeded ? 3 : 4);
                hash.Add(txn.Results.Length);
                foreach (var result in txn.Results)
                    hash.Add(result);
                break;
            case KvResult.NotANumber notANumber:
                hash.Add(5);
                hash.Add(notANumber.Key);
                break;
            case KvResult.TooLong tooLong:
                hash.Add(6);
                hash.Add(tooLong.Key);
                break;
            default:
                // Opened, expired and stale are said of sessions; they are never kept in one.
                throw new UnreachableException($"{LastReply}");
        }
    }
}
