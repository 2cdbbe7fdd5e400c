using System.Text.Json;
using System.Text.Json.Serialization;

namespace RaftTorture.Kv.Api;

/// <summary>How the client API is read and written.</summary>
/// <remarks>
/// Strict, because a forgiving reader lies: a misspelt <c>expected</c> would turn a compare-and-set into a create, and a reply without its
/// value would pass for a read of nothing. Whatever does not fit is a <see cref="JsonException"/>.
/// </remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(KvRequest))]
[JsonSerializable(typeof(KvReply))]
[JsonSerializable(typeof(NodeStatusDto))]
public sealed partial class KvJson : JsonSerializerContext;
