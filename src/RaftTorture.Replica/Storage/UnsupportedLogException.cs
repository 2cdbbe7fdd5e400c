namespace RaftTorture.Replica.Storage;

/// <summary>The log is sound but of a format that this release cannot read: its message is one line that says what to do.</summary>
public sealed class UnsupportedLogException(string message) : Exception(message);
