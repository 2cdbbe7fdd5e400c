using System.Net;
using System.Text.Json;
using RaftTorture.Targets.Docker.Engine.Values;

namespace RaftTorture.Targets.Docker.Engine.Transport;

/// <summary>The words in which an engine refuses.</summary>
internal static class Refusal
{
    private const int Longest = 500;

    /// <summary>Its message on one line, whatever the body is.</summary>
    public static string In(string body, HttpStatusCode status)
    {
        var words = MessageIn(body) is { Length: > 0 } message ? message : $"the container engine answered {(int)status} {body}";
        return Shorten(words);
    }

    /// <summary>On one line, and not longer than a person reads.</summary>
    public static string Shorten(string words)
    {
        var line = string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= Longest ? line : line[..Longest] + "...";
    }

    private static string? MessageIn(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, EngineJson.Default.EngineMessage)?.Message;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
