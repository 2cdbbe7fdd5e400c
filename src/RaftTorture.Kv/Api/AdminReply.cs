using System.Diagnostics;
using System.Text.Json.Serialization;

namespace RaftTorture.Kv.Api;

/// <summary>The body of every answer to a POST on the admin port; <c>status</c> names the case. Serialize it as <see cref="AdminReply"/>, never as a case.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "status", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Ok), "ok")]
[JsonDerivedType(typeof(NotLeader), "not-leader")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Unknown), "unknown")]
[JsonDerivedType(typeof(BadRequest), "bad-request")]
public abstract record AdminReply
{
    private AdminReply()
    {
    }

    /// <summary>The HTTP status that goes with it.</summary>
    /// <remarks>Not-leader is 421, misdirected, and no redirect: a node does not know where the admin ports of the others are.</remarks>
    [JsonIgnore]
    public int HttpStatus => this switch
    {
        Ok => 200,
        BadRequest => 400,
        Refused => 409,
        NotLeader => 421,
        Unknown => 503,
        _ => throw new UnreachableException($"{GetType()}"),
    };

    /// <summary>Done: committed, handed over, or durable.</summary>
    public sealed record Ok : AdminReply;

    /// <summary>Certainly not done here. <paramref name="Leader"/> is a hint, or null if none is known.</summary>
    public sealed record NotLeader(string? Leader) : AdminReply;

    /// <summary>Certainly not done, and the leader says why.</summary>
    public sealed record Refused(string Reason) : AdminReply;

    /// <summary>It may have been done, may still be, or never: look at <c>GET /members</c> or <c>GET /status</c>.</summary>
    public sealed record Unknown(string Reason) : AdminReply;

    /// <summary>Certainly not done: the request makes no sense.</summary>
    public sealed record BadRequest(string Reason) : AdminReply;
}
