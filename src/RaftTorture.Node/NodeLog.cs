namespace RaftTorture.Node;

/// <summary>The node's log: one line an event on standard output, with the wall time for people to compare.</summary>
internal static class NodeLog
{
    public static void Write(string line) => Console.Out.WriteLine($"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} {OneLine(line)}");

    public static void Fail(string line) => Console.Error.WriteLine($"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} fatal: {OneLine(line)}");

    /// <summary>What others send may be quoted in it: no control character of theirs gets into the log.</summary>
    private static string OneLine(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
}
