using System.Diagnostics;
using RaftTorture.Kv;

namespace RaftTorture.Client;

/// <summary>A client of the key-value store, for one process: one command at a time, exactly once, and no lie about how it ended.</summary>
/// <remarks>
/// It opens a session before its first write, and another if that expires. It is not disposable: nobody needs to wait for a
/// cluster that may be gone. Call <see cref="CloseAsync"/> to give the session back; one that nobody closes expires.
/// </remarks>
public sealed class KvClient
{
    private readonly ClientSession _session;
    private readonly KvTransport _transport;

    /// <param name="http">Must not follow redirects (<see cref="SocketsHttpHandler.AllowAutoRedirect"/> false): the session does. Not disposed here.</param>
    /// <param name="nodes">Each node's base address by name, e.g. <c>n1</c>. Hints name nodes, so these addresses are the only ones used.</param>
    /// <param name="home">The node that each command goes to first.</param>
    /// <param name="seed">Decides the jitter of the waits; give each client its own.</param>
    /// <param name="options">Its patience; <see cref="KvClientOptions.Default"/> if null.</param>
    public KvClient(HttpClient http, IReadOnlyDictionary<string, Uri> nodes, string home, ulong seed, KvClientOptions? options = null)
    {
        var patience = options ?? KvClientOptions.Default;
        _session = new ClientSession(nodes.Keys.Order(StringComparer.Ordinal), home, seed, patience);
        _transport = new KvTransport(http, nodes, patience.AttemptTimeout);
    }

    /// <summary>Performs a command. It may be called again after any outcome, also after <see cref="KvOutcome.Unknown"/>: the abandoned
    /// command is then before the next write, or never.</summary>
    /// <param name="command">What to do.</param>
    /// <param name="deadline">Ends the attempts. It is not an error: the outcome says what is known then.</param>
    /// <exception cref="InvalidOperationException">Another command is open.</exception>
    public Task<KvOutcome> ExecuteAsync(KvCommand command, CancellationToken deadline) => RunAsync(_session.Begin(command), deadline);

    /// <summary>Closes the session, if one is open. The client may be used again afterwards, with a new one.</summary>
    /// <param name="deadline">Ends the attempts; the session then expires.</param>
    /// <exception cref="InvalidOperationException">A command is open.</exception>
    public Task<KvOutcome> CloseAsync(CancellationToken deadline) => RunAsync(_session.BeginClose(), deadline);

    private async Task<KvOutcome> RunAsync(SessionStep step, CancellationToken deadline)
    {
        while (true)
        {
            switch (step)
            {
                case SessionStep.End end:
                    return end.Outcome;
                case var _ when deadline.IsCancellationRequested:
                    step = _session.Advance(new AttemptResult.DeadlinePassed());
                    break;
                case SessionStep.Send send:
                    step = _session.Advance(await _transport.SendAsync(send.Node, _session.Request, deadline));
                    break;
                case SessionStep.Wait wait:
                    await Task.Delay(wait.Duration, deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    step = _session.Advance(new AttemptResult.Waited());
                    break;
                default:
                    throw new UnreachableException($"{step}");
            }
        }
    }
}
