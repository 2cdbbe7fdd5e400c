using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel;

/// <summary>Something asked of a machine. A request and its reply are plain values of JSON: they may travel to another machine.</summary>
internal abstract record KernelRequest
{
    /// <summary>Does it on this very machine.</summary>
    /// <param name="workshop">What lives from one request to the next.</param>
    internal abstract Task<object> DoAsync(Workshop workshop, CancellationToken cancellation);
}

/// <summary>A request by the type of its reply.</summary>
internal abstract record KernelRequest<TReply> : KernelRequest
    where TReply : notnull
{
    internal sealed override async Task<object> DoAsync(Workshop workshop, CancellationToken cancellation) => await PerformAsync(workshop, cancellation);

    /// <exception cref="KernelException">It cannot be done.</exception>
    protected abstract Task<TReply> PerformAsync(Workshop workshop, CancellationToken cancellation);
}

/// <summary>The reply to what has no answer but that it is done.</summary>
internal sealed record Done
{
    public static readonly Done It = new();
}

/// <summary>The machine refuses: the message is one line that says what, and why.</summary>
internal sealed class KernelException(string message, Exception? inner = null) : Exception(message, inner);
