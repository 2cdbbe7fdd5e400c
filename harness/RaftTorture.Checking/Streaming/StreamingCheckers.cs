using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Streaming.Collections;
using RaftTorture.Checking.Streaming.Registers;

namespace RaftTorture.Checking.Streaming;

/// <summary>The checks that can go on with a run. Other objects have none: their histories are checked when they are whole.</summary>
public static class StreamingCheckers
{
    /// <summary>The name under which all of them give their verdicts.</summary>
    public const string VerdictName = "streaming";

    /// <summary>Registers with <c>read</c>, <c>write</c> and <c>cas</c>, one a key, each value written once.</summary>
    /// <param name="initial">What each key holds before the first write.</param>
    /// <remarks>
    /// Exact where values are unique and every miss says what it saw: a violation is told at the event that makes it one. A miss that does not
    /// say what it saw is not looked at. A key on which a value is written again while it may still be seen is left to the check of the whole history.
    /// </remarks>
    public static IStreamingChecker Register(Value initial) => new StreamingChecker(() => new RegisterStream(initial));

    /// <summary>Sets that grow by unique elements with <c>add</c>, read as a whole.</summary>
    /// <remarks>What is kept of a key is its elements: they are what may still be read.</remarks>
    public static IStreamingChecker Set() => new StreamingChecker(() => new CollectionStream("add", new SetOrder()));

    /// <summary>Lists that grow at their end by unique elements with <c>append</c>, read as a whole.</summary>
    /// <inheritdoc cref="Set" path="/remarks"/>
    public static IStreamingChecker List() => new StreamingChecker(() => new CollectionStream("append", new ListOrder()));
}
