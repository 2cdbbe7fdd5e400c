using RaftTorture.Kv;

namespace RaftTorture.Client;

/// <summary>How a command ended, as far as its client can know.</summary>
public abstract record KvOutcome
{
    private KvOutcome()
    {
    }

    /// <summary>The machine answered: <see cref="KvResult.Done"/>, <see cref="KvResult.CasMiss"/>, <see cref="KvResult.TxnDone"/>,
    /// <see cref="KvResult.NotANumber"/> or <see cref="KvResult.TooLong"/>, once, whatever the number of attempts.</summary>
    public sealed record Done(KvResult Result) : KvOutcome;

    /// <summary>It certainly did not happen and never will. For a get: there is no answer.</summary>
    public sealed record Failed(string Reason) : KvOutcome;

    /// <summary>It may have happened, may happen later, or never will.</summary>
    public sealed record Unknown(string Reason) : KvOutcome;
}
