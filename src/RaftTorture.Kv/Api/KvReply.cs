using System.Diagnostics;
using System.Text.Json.Serialization;

namespace RaftTorture.Kv.Api;

/// <summary>The body of every answer to <c>POST /kv</c>; <c>status</c> names the case. Serialize it as <see cref="KvReply"/>, never as a case.</summary>
/// <remarks>A reply promises something about this attempt only: an earlier attempt with the same sequence number may have been applied.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "status", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Ok), "ok")]
[JsonDerivedType(typeof(CasMiss), "cas-miss")]
[JsonDerivedType(typeof(NotLeader), "not-leader")]
[JsonDerivedType(typeof(NoLeader), "no-leader")]
[JsonDerivedType(typeof(Unknown), "unknown")]
[JsonDerivedType(typeof(StaleSequence), "stale-sequence")]
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
        Ok or CasMiss => 200,
        NotLeader => 307,
        BadRequest => 400,
        StaleSequence => 409,
        NoLeader or Unknown => 503,
        _ => throw new UnreachableException($"{GetType()}"),
    };

    /// <summary>Wraps what the machine answered.</summary>
    public static KvReply From(KvResult result) => result switch
    {
        KvResult.Done done => new Ok(done.Value),
        KvResult.CasMiss miss => new CasMiss(miss.Observed),
        KvResult.StaleSequence stale => new StaleSequence(stale.LastSequence),
        _ => throw new UnreachableException($"{result}"),
    };

    /// <summary>Done. The value is what a get read (null: absent); null for writes.</summary>
    public sealed record Ok(string? Value) : KvReply;

    /// <summary>The compare-and-set found another value (null: absent) and changed nothing.</summary>
    public sealed record CasMiss(string? Observed) : KvReply;

    /// <summary>Certainly not done here. Go to the leader; the location, also in the header of that name, is a hint and may be null or out of date.</summary>
    public sealed record NotLeader(string Leader, string? Location) : KvReply;

    /// <summary>Certainly not done here, and no leader is known: ask again, or elsewhere.</summary>
    public sealed record NoLeader : KvReply;

    /// <summary>It may have been done, may still be, or never.</summary>
    public sealed record Unknown(string Reason) : KvReply;

    /// <summary>The session has moved on and the reply is forgotten; the command may have been applied before.</summary>
    public sealed record StaleSequence(long LastSequence) : KvReply;

    /// <summary>Certainly not done: the request makes no sense.</summary>
    public sealed record BadRequest(string Reason) : KvReply;
}
