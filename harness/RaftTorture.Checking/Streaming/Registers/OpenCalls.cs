using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Streaming.Registers;

/// <summary>A read under way.</summary>
internal sealed class OpenRead(RegisterStream register, LinkedListNode<long> looker) : IOpenCall
{
    public Finding? End(HistoryEvent completion, long at)
    {
        register.HasLooked(looker);
        return completion.Type == EventType.Ok ? register.Saw(completion.Value, looker.Value, at) : null;
    }
}

/// <summary>A write under way. Once it is unknown it stays possible, which needs no doing.</summary>
internal sealed class OpenWrite(RegisterStream register, StreamedValue written) : IOpenCall
{
    public Finding? End(HistoryEvent completion, long at) => completion.Type switch
    {
        EventType.Ok => register.Succeeded(written, at),
        EventType.Fail => register.Withdraw(written),
        _ => null,
    };
}

/// <summary>A cas under way: it looks, and writes if it saw what it expected.</summary>
internal sealed class OpenCas(RegisterStream register, LinkedListNode<long> looker, StreamedValue written) : IOpenCall
{
    public Finding? End(HistoryEvent completion, long at)
    {
        register.HasLooked(looker);
        return completion switch
        {
            { Type: EventType.Ok } => register.Succeeded(written, at),
            { Type: EventType.Fail, Error: HistoryEvent.CasMiss } => register.Withdraw(written) ?? Missed(completion.Observed, at),
            { Type: EventType.Fail } => register.Withdraw(written),
            _ => null,
        };
    }

    /// <summary>A miss that does not say what it saw rules out so little that it is left to the check of the whole history.</summary>
    private Finding? Missed(Value? seen, long at)
    {
        if (seen is null)
            return null;
        return seen == written.From
            ? new Finding($"missed, but saw {seen}, which is what it expected")
            : register.Saw(seen, looker.Value, at);
    }
}
