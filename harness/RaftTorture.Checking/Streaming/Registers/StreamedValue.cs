using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Streaming.Registers;

/// <summary>A value that the register may hold, and what is known of it.</summary>
/// <param name="content">The value itself.</param>
/// <param name="from">What a cas expects that writes it; null if a plain write does.</param>
/// <param name="writtenFrom">When what writes it was invoked.</param>
internal sealed class StreamedValue(Value content, Value? from, long writtenFrom)
{
    public Value Content { get; } = content;

    public Value? From { get; } = from;

    public long WrittenFrom { get; } = writtenFrom;

    /// <summary>The chain that it belongs to; null as long as nothing shows that it was ever there.</summary>
    public ValueChain? Chain { get; set; }

    /// <summary>When the first operation returned that needs a later value of its chain: what is invoked after that cannot find it.</summary>
    public long ReplacedAt { get; set; } = long.MaxValue;
}
