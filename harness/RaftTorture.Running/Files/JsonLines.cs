using System.Text;
using System.Text.Json;

namespace RaftTorture.Running.Files;

/// <summary>A file of one JSON object a line, for what happens a few times a second at most: each line is handed to the system at once.</summary>
internal sealed class JsonLines<T>(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public void Append(T item) => _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(item, RunJson.Line), (byte)'\n']);

    public void Dispose() => _file.Dispose();

    /// <summary>Reads what is whole. Half a line at the end was cut off by a kill: it is left out, even if somebody's editor ended it since.</summary>
    /// <param name="notice">Told of a line that was left out.</param>
    /// <exception cref="JsonException">A line that is no such object: the file and the line.</exception>
    public static IReadOnlyList<T> Read(string path, Action<string>? notice)
    {
        if (!File.Exists(path))
            return [];
        var lines = File.ReadAllText(path).TrimEnd('\n', '\r').Split('\n');
        if (IsHalf(lines[^1]))
        {
            lines = lines[..^1];
            notice?.Invoke($"{path} ends in half a line, which was left out: the harness was killed while it wrote");
        }

        return [.. lines.Index().Where(line => line.Item.Length > 0).Select(line => Parse(path, line.Index + 1, line.Item))];
    }

    private static T Parse(string path, int lineNumber, string line)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, RunJson.Line) ?? throw new JsonException("a null");
        }
        catch (JsonException damage)
        {
            throw DamagedFile.At(path, lineNumber, damage);
        }
    }

    /// <summary>True if more text could make it a JSON object; what can no longer become one is damage, and is not explained by a kill.</summary>
    private static bool IsHalf(string line)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(line), isFinalBlock: false, state: default);
        try
        {
            return line.Length > 0 && !(reader.Read() && reader.TrySkip());
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
