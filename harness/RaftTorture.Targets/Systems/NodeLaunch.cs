using System.Collections.Immutable;

namespace RaftTorture.Targets.Systems;

/// <summary>How a node is started, whatever starts it.</summary>
/// <param name="Program">The program and the arguments before the node's own; empty for the entry point of the image.</param>
/// <param name="Arguments">The node's own arguments.</param>
public sealed record NodeLaunch(ImmutableArray<string> Program, ImmutableArray<string> Arguments)
{
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
