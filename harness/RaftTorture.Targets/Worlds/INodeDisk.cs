namespace RaftTorture.Targets.Worlds;

/// <summary>Where a node's data lives, with or without the node: what can be touched, cut off and mounted again.</summary>
internal interface INodeDisk
{
    /// <summary>Whether it is a filesystem of its own, which can be filled, frozen, and lose power without harm to anything else.</summary>
    bool IsOwnFilesystem { get; }

    /// <summary>The path, on the machine of the kernel, at which the data can be touched now, whether or not the node lives; mounts it if it must.</summary>
    Task<string> OpenAsync(CancellationToken cancellation);

    /// <summary>Lets go what <see cref="OpenAsync"/> had to mount. A disk that is open is not handed to a new life of its node.</summary>
    Task CloseAsync(CancellationToken cancellation);

    /// <summary>Makes sure that nobody has it mounted any more, so that the next to open it replays its journal. The node must be dead.</summary>
    Task ReleaseAsync(CancellationToken cancellation);

    /// <summary>Empties it: as a new disk, with nothing on it. The node must be dead.</summary>
    Task WipeAsync(CancellationToken cancellation);
}
