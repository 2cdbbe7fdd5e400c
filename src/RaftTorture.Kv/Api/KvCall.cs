namespace RaftTorture.Kv.Api;

/// <summary>What a request turned out to ask for.</summary>
public abstract record KvCall
{
    private KvCall()
    {
    }

    /// <summary>A linearizable read, outside the log and outside any session.</summary>
    public sealed record Read(string Key) : KvCall;

    /// <summary>A new session; how long it may stay unused is for the server to say.</summary>
    public sealed record Open : KvCall;

    /// <summary>A command for the log.</summary>
    public sealed record Write(LogCommand Command) : KvCall;

    /// <summary>Nothing that can be done; the reason is a sentence for the client.</summary>
    public sealed record Invalid(string Reason) : KvCall;
}
