namespace RaftTorture.Kv;

/// <summary>What stands in the log: a command with the session that makes it exactly-once (thesis 6.3), or a session's begin or end.</summary>
public abstract record LogCommand
{
    private LogCommand()
    {
    }

    /// <summary>Opens a session; it is answered with the session's number, the index of this entry, which no other session ever has.</summary>
    /// <param name="TtlMs">
    /// After so much log time without a command the session expires. The proposer writes its own setting here: were it read from each
    /// server's configuration, two servers configured differently would apply one log to two states.
    /// </param>
    public sealed record OpenSession(long TtlMs) : LogCommand;

    /// <summary>A command that is applied at most once per session and sequence number.</summary>
    /// <param name="Session">The session's number.</param>
    /// <param name="Sequence">From 1, one higher for each new command; a retry repeats it.</param>
    /// <param name="Command">What to do.</param>
    public sealed record InSession(long Session, long Sequence, KvCommand Command) : LogCommand;

    /// <summary>Forgets a session before its time.</summary>
    public sealed record CloseSession(long Session) : LogCommand;

    /// <summary>A command without a session: applied each time that it stands in the log. Whoever retries it may do it twice.</summary>
    public sealed record Once(KvCommand Command) : LogCommand;
}
