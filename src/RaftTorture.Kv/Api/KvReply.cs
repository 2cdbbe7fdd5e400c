using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Serialization;

namespace RaftTorture.Kv.Api;

/// <summary>The body of every answer to <c>POST /kv</c>; <c>status</c> names the case. Serialize it as <see cref="KvReply"/>, never as a case.</summary>
/// <remarks>A reply promises something about this attempt only: an earlier attempt with the same sequence number may have been applied.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "status", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Ok), "ok")]
[JsonDerivedType(typeof(Opened), "opened")]
[JsonDerivedType(typeof(TxnDone), "txn-done")]
[JsonDerivedType(typeof(CasMiss), "cas-miss")]
[JsonDerivedType(typeof(NotANumber), "not-a-number")]
[JsonDerivedType(typeof(TooLong), "too-long")]
[JsonDerivedType(typeof(NotLeader), "not-leader")]
[JsonDerivedType(typeof(NoLeader), "no-leader")]
[JsonDerivedType(typeof(Overloaded), "overloaded")]
[JsonDerivedType(typeof(Unknown), "unknown")]
[JsonDerivedType(typeof(StaleSequence), "stale-sequence")]
[JsonDerivedType(typeof(SessionExpired), "session-expired")]
[JsonDerivedType(typeof(BadRequest), "bad-request")]
public abstract record KvReply
{
    private KvReply()
    {
    }

    /// <summary>The HTTP status that goes with it.</summary>
    [JsonIgnore]
    public int HttpStatus => this switch
    {
        Ok or Opened or TxnDone or CasMiss or NotANumber or TooLong => 200,
        NotLeader => 307,
        BadRequest => 400,
        StaleSequence => 409,
        SessionExpired => 410,
        Overloaded => 429,
        NoLeader or Unknown => 503,
        _ => throw new UnreachableException($"{GetType()}"),
    };

    /// <summary>Wraps what the machine answered.</summary>
    public static KvReply From(KvResult result) => result switch
    {
        KvResult.Done done => new Ok(done.Value),
        KvResult.SessionOpened opened => new Opened(opened.Session),
        KvResult.TxnDone txn => new TxnDone(txn.Succeeded, txn.Results),
        KvResult.CasMiss miss => new CasMiss(miss.Observed),
        KvResult.NotANumber notANumber => new NotANumber(notANumber.Key),
        KvResult.TooLong tooLong => new TooLong(tooLong.Key),
        KvResult.StaleSequence stale => new StaleSequence(stale.LastSequence),
        KvResult.SessionExpired => new SessionExpired(),
        _ => throw new UnreachableException($"{result}"),
    };

    /// <summary>Done. The value is what a get read (null: absent) or the sum of an incr; null for other writes.</summary>
    public sealed record Ok(string? Value) : KvReply;

    /// <summary>A session is open; its number goes into every request that belongs to it.</summary>
    public sealed record Opened(long Session) : KvReply;

    /// <summary>The transaction ran: <c>then</c> if it succeeded, else <c>else</c>. One result for each operation, as the value in <see cref="Ok"/>.</summary>
    public sealed record TxnDone(bool Succeeded, ImmutableArray<string?> Results) : KvReply
    {
        public bool Equals(TxnDone? other) => other is not null && Succeeded == other.Succeeded && Results.SequenceEqual(other.Results);

        public override int GetHashCode() => Results.Length;
    }

    /// <summary>The compare-and-set found another value (null: absent) and changed nothing.</summary>
    public sealed record CasMiss(string? Observed) : KvReply;

    /// <summary>An incr found no 64-bit number, or would have made none, under this key; nothing changed.</summary>
    public sealed record NotANumber(string Key) : KvReply;

    /// <summary>The value under this key, or the reply, would have become too long; nothing changed. Null: the command itself is too long.</summary>
    public sealed record TooLong(string? Key) : KvReply;

    /// <summary>Certainly not done here. Go to the leader; the location, also in the header of that name, is a hint and may be null or out of date.</summary>
    public sealed record NotLeader(string Leader, string? Location) : KvReply;

    /// <summary>Certainly not done here, and no leader is known: ask again, or elsewhere.</summary>
    public sealed record NoLeader : KvReply;

    /// <summary>Certainly not done here: this node has too much to do. Ask again, later.</summary>
    public sealed record Overloaded(string Reason) : KvReply;

    /// <summary>It may have been done, may still be, or never.</summary>
    public sealed record Unknown(string Reason) : KvReply;

    /// <summary>The session has moved on and the reply is forgotten; the command may have been applied before.</summary>
    public sealed record StaleSequence(long LastSequence) : KvReply;

    /// <summary>There is no such session, and never will be again. Not done by this attempt; it may have been by an earlier one.</summary>
    public sealed record SessionExpired : KvReply;

    /// <summary>Certainly not done: the request makes no sense.</summary>
    public sealed record BadRequest(string Reason) : KvReply;
}
