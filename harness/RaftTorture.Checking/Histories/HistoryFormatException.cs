namespace RaftTorture.Checking.Histories;

/// <summary>A history that cannot be read: what is wrong, and on which line.</summary>
public sealed class HistoryFormatException : Exception
{
    /// <param name="lineNumber">Counted from 1.</param>
    /// <param name="reason">What is wrong, in words that fit after "line 7: ".</param>
    public HistoryFormatException(long lineNumber, string reason)
        : base($"history line {lineNumber}: {reason}")
    {
        LineNumber = lineNumber;
        Reason = reason;
    }

    public long LineNumber { get; }

    public string Reason { get; }
}
