using System.Text.Json;
using RaftTorture.Targets.Docker.Engine.Transport;
using RaftTorture.Targets.Docker.Engine.Values;

namespace RaftTorture.Targets.Docker.Engine;

/// <summary>Follows work on an image: the engine says 200 at once, and what goes wrong later stands in a line of the answer.</summary>
internal static class ImageWork
{
    /// <returns>What was said, line by line.</returns>
    /// <exception cref="EngineException">It failed: in the engine's words.</exception>
    public static async Task<IReadOnlyList<string>> FollowAsync(Stream answer, CancellationToken cancellation)
    {
        var said = new List<string>();
        try
        {
            using var reader = new StreamReader(answer);
            while (await reader.ReadLineAsync(cancellation) is { } line)
            {
                if (Words(line) is { Length: > 0 } words)
                    said.Add(words);
            }
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw new EngineException($"the connection to the engine broke during work on an image: {broken.Message}", inner: broken);
        }

        return said;
    }

    private static string Words(string line)
    {
        var progress = Read(line);
        if ((progress.ErrorDetail?.Message ?? progress.Error) is { } error)
            throw new EngineException(Refusal.Shorten(error));
        return (progress.Stream ?? progress.Status ?? "").TrimEnd();
    }

    /// <summary>A line that is no JSON is taken as words: Podman says some so.</summary>
    private static ImageProgress Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, EngineJson.Default.ImageProgress) ?? new ImageProgress();
        }
        catch (JsonException)
        {
            return new ImageProgress { Stream = line };
        }
    }
}
