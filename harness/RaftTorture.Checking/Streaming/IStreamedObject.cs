using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Streaming;

/// <summary>What is known of the object behind one key while its operations come in.</summary>
internal interface IStreamedObject
{
    /// <summary>Why it cannot be followed any more, in words that fit after "because"; null while it can.</summary>
    string? WhyLeft { get; }

    /// <summary>So many values, zones and open operations are kept.</summary>
    int RetainedCount { get; }

    /// <param name="invocation">Of an operation on this object.</param>
    /// <param name="at">Its position in the history.</param>
    IOpenCall Begin(HistoryEvent invocation, long at);
}

/// <summary>An operation that has been invoked and has not ended.</summary>
internal interface IOpenCall
{
    /// <param name="completion">How it ended.</param>
    /// <param name="at">Its position in the history.</param>
    /// <returns>What is impossible from here on, or null.</returns>
    Finding? End(HistoryEvent completion, long at);
}

/// <summary>A violation that is certain.</summary>
/// <param name="Reason">A sentence without the key.</param>
internal sealed record Finding(string Reason);
