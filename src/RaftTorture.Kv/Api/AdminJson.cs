using System.Text.Json;
using System.Text.Json.Serialization;

namespace RaftTorture.Kv.Api;

/// <summary>How the admin port's bodies are read and written: as strictly as the clients', see <see cref="KvJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(TransferRequest))]
[JsonSerializable(typeof(MembersRequest))]
[JsonSerializable(typeof(SnapshotRequest))]
[JsonSerializable(typeof(MembersDto))]
[JsonSerializable(typeof(AdminReply))]
public sealed partial class AdminJson : JsonSerializerContext;
