using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Streaming.Collections;

/// <summary>An element whose addition has been invoked and has not failed.</summary>
internal sealed class StreamedElement(Value content, long addedFrom)
{
    public Value Content { get; } = content;

    /// <summary>When its addition was invoked.</summary>
    public long AddedFrom { get; } = addedFrom;

    /// <summary>When its addition returned.</summary>
    public long AcknowledgedAt { get; set; } = long.MaxValue;

    /// <summary>Whether any read has shown it.</summary>
    public bool IsSeen { get; set; }

    /// <summary>The last read that showed it, by the position of its end.</summary>
    public long LastRead { get; set; } = -1;
}
