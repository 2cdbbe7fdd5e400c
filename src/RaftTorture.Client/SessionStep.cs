namespace RaftTorture.Client;

/// <summary>What a <see cref="ClientSession"/> wants done next.</summary>
public abstract record SessionStep
{
    private SessionStep()
    {
    }

    /// <summary>Send <see cref="ClientSession.Request"/> to this node.</summary>
    public sealed record Send(string Node) : SessionStep;

    public sealed record Wait(TimeSpan Duration) : SessionStep;

    public sealed record End(KvOutcome Outcome) : SessionStep;
}
