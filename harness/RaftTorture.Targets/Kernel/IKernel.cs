namespace RaftTorture.Targets.Kernel;

/// <summary>
/// The machine that the nodes run on, as far as faults go: this one, the namespaces that this process has entered, or, through the
/// agent in the helper container, the one on which the container engine runs.
/// </summary>
/// <remarks>Requests are values, so that they can be sent to the agent as they are. Disposal undoes whatever is still in force.</remarks>
internal interface IKernel : IAsyncDisposable
{
    /// <summary>Does what is asked.</summary>
    /// <exception cref="KernelException">It cannot be done: the message says why, in one line.</exception>
    Task<TReply> AskAsync<TReply>(KernelRequest<TReply> request, CancellationToken cancellation)
        where TReply : notnull;
}
