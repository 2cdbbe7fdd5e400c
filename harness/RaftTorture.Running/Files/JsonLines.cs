using System.Text.Json;

namespace RaftTorture.Running.Files;

/// <summary>A file of one JSON object a line, for what happens a few times a second at most: each line is handed to the system at once.</summary>
internal sealed class JsonLines<T>(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public void Append(T item) => _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(item, RunJson.Line), (byte)'\n']);

    public void Dispose() => _file.Dispose();

    /// <summary>Reads what is whole; a last line without its end was cut off by a kill.</summary>
    /// <exception cref="JsonException">A line that is no such object.</exception>
    public static IEnumerable<T> Read(string path)
    {
        if (!File.Exists(path))
            yield break;
        var text = File.ReadAllText(path);
        foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            yield return JsonSerializer.Deserialize<T>(line, RunJson.Line) ?? throw new JsonException($"{path} holds a null");
    }
}
