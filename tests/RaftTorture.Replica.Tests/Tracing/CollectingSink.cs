using System.Text;
using RaftTorture.Replica.Tracing;

namespace RaftTorture.Replica.Tests.Tracing;

/// <summary>Keeps the lines of a trace, each without its newline.</summary>
internal sealed class CollectingSink : ITraceSink
{
    public List<string> Lines { get; } = [];

    public void Write(ReadOnlySpan<byte> line)
    {
        Assert.That(line.IndexOf((byte)'\n'), Is.EqualTo(line.Length - 1), "one line a write, with its newline");
        Lines.Add(Encoding.UTF8.GetString(line[..^1]));
    }
}
