using System.IO.Compression;
using System.Text;

namespace RaftTorture.Cli.Tests.Checks;

/// <summary>A folder of histories that is gone after the test.</summary>
internal sealed class HistoryFolder : IDisposable
{
    /// <summary>A write, and a read that saw it.</summary>
    public const string Good = """
        {"process":0,"type":"invoke","f":"write","value":1}
        {"process":0,"type":"ok","f":"write","value":1}
        {"process":1,"type":"invoke","f":"read","value":null}
        {"process":1,"type":"ok","f":"read","value":1}

        """;

    /// <summary>The same in EDN, but the read saw what nobody wrote.</summary>
    public const string Bad = """
        {:process 0, :type :invoke, :f :write, :value 1}
        {:process 0, :type :ok, :f :write, :value 1}
        {:process 1, :type :invoke, :f :read, :value nil}
        {:process 1, :type :ok, :f :read, :value 2}

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("raft-torture-cli-");

    public string Path => _folder.FullName;

    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <returns>The file's path.</returns>
    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public string Write(string name, byte[] content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(In(name))!);
        File.WriteAllBytes(In(name), content);
        return In(name);
    }

    public static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
