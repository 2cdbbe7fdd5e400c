using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Worlds;

/// <summary>A node of a world with a kernel, over all its lives.</summary>
internal interface IWorldNode : INode
{
    Site Site { get; }

    /// <summary>The same as <see cref="INode.Life"/>, with what a world adds; null before the first.</summary>
    new IWorldLife? Life { get; }
}
