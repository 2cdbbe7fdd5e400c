using System.Text.Json;
using System.Text.Json.Serialization;

namespace RaftTorture.Targets.Kernel.Agent;

/// <summary>How requests, replies and messages are written: both ends are this very assembly.</summary>
internal static class AgentJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // Latencies without a sample are NaN, which plain JSON lacks.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        // The discriminator of a message need not come first.
        AllowOutOfOrderMetadataProperties = true,
    };
}
