namespace RaftTorture.Node;

/// <summary>The node's log: one line an event on standard output, with the wall time for people to compare.</summary>
internal static class NodeLog
{
    public static void Write(string line) => Console.Out.WriteLine($"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} {line}");

    public static void Fail(string line) => Console.Error.WriteLine($"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} fatal: {line}");
}
