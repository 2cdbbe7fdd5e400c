using System.Collections.Immutable;

namespace RaftTorture.Targets.Worlds;

/// <summary>Where a node's ports are reached from outside its network. They are the same in all its lives.</summary>
/// <param name="Host">A name or an address, as this machine knows it.</param>
/// <param name="Ports">By the node's own port, the one at the host.</param>
internal sealed record PublishedPorts(string Host, ImmutableSortedDictionary<int, int> Ports)
{
    /// <exception cref="KeyNotFoundException">It is not published.</exception>
    public string AuthorityOf(int port) => $"{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Ports[port]}";
}
