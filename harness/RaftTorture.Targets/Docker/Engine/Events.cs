using System.Runtime.CompilerServices;
using System.Text.Json;
using RaftTorture.Targets.Docker.Engine.Transport;
using RaftTorture.Targets.Docker.Engine.Values;

namespace RaftTorture.Targets.Docker.Engine;

/// <summary>What happens in the engine, as it happens.</summary>
internal sealed class Events(EngineHttp http)
{
    /// <summary>Events of whatever has a label, from now on, until the engine hangs up or the caller does.</summary>
    /// <exception cref="EngineException">The engine refuses, or what it says cannot be read.</exception>
    public async IAsyncEnumerable<EngineEvent> FollowAsync(string label, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = await http.OpenAsync(HttpMethod.Get, EnginePath.Of("/events", ("filters", Filters.ByLabel(label))), null, cancellation);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
                yield return Read(line);
        }
    }

    private static EngineEvent Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, EngineJson.Default.EngineEvent) ?? throw new JsonException("null");
        }
        catch (JsonException broken)
        {
            throw new EngineException($"an event of the engine cannot be read: {broken.Message}", inner: broken);
        }
    }
}
