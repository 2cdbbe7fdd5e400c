using System.Text.Json;

namespace RaftTorture.Running.Files;

/// <summary>How damage to a file of a run is told: where to look, not what our types expected.</summary>
internal static class DamagedFile
{
    /// <param name="line">Counted from 1.</param>
    public static JsonException At(string path, long line, JsonException damage)
    {
        var field = damage.Path is null or "$" ? "" : $" ({damage.Path})";
        return new JsonException($"{path}, line {line}: damaged at byte {(damage.BytePositionInLine ?? 0) + 1}{field}", damage);
    }
}
