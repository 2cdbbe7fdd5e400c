namespace RaftTorture.Kv.Api;

/// <summary>What a request turned out to ask for.</summary>
public abstract record KvCall
{
    private KvCall()
    {
    }

    /// <summary>A linearizable read, outside the log and outside any session.</summary>
    public sealed record Read(string Key) : KvCall;

    /// <summary>A command for the log.</summary>
    public sealed record Write(SessionCommand Command) : KvCall;

    /// <summary>Nothing that can be done; the reason is a sentence for the client.</summary>
    public sealed record Invalid(string Reason) : KvCall;
}
