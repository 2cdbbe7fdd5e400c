using System.IO.Compression;
using System.Text;
using RaftTorture.Checking.Formats;

namespace RaftTorture.Checking.Tests.Formats;

/// <summary>Files as texts, read.</summary>
internal static class Reading
{
    public static HistoryFile Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static HistoryFile Of(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return HistoryFile.Read(stream);
    }

    public static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    /// <summary>Events as lines of our own format, without what the reader counted by itself.</summary>
    public static string[] Lines(HistoryFile file) =>
        [.. Story.Tell(file.Events).TrimEnd('\n').Split('\n').Select(line => "{" + line[line.IndexOf("\"process\"", StringComparison.Ordinal)..])];
}
