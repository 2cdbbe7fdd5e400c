using System.Net.Sockets;
using System.Text.Json;

namespace RaftTorture.Targets.Systems.Reference;

/// <summary>What HTTP throws where a node gives no answer, or none that is understood.</summary>
/// <remarks>A connection that is reset in the moment it is made comes as a bare <see cref="SocketException"/> ("not connected"): .NET asks it whom it leads to.</remarks>
internal static class Silence
{
    public static bool Is(Exception thrown) =>
        thrown is HttpRequestException or IOException or SocketException or OperationCanceledException or JsonException;
}
