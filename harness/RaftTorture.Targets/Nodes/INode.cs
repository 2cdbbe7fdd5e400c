using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Nodes;

/// <summary>A node over all its lives.</summary>
internal interface INode
{
    string Id { get; }

    /// <summary>The latest life; null before the first.</summary>
    INodeLife? Life { get; }

    /// <summary>Whether it runs and is not frozen, as far as the harness's own doing goes.</summary>
    bool IsRunning { get; }

    /// <summary>Where it is asked how it is.</summary>
    NodeApi Api { get; }

    /// <summary>Where its operator asks it for something.</summary>
    AdminApi Admin { get; }

    /// <summary>Whether it serves, whatever it takes to ask it that.</summary>
    Task<bool> IsHealthyAsync(CancellationToken cancellation) => Api.IsHealthyAsync(cancellation);

    /// <summary>Sends a signal to the life that there is, if any, and remembers what it means for it.</summary>
    Task SendAsync(Signal signal, CancellationToken cancellation);

    /// <summary>Whether the kernel says that it is stopped; null where it does not tell.</summary>
    Task<bool?> IsStoppedAsync(CancellationToken cancellation);
}
