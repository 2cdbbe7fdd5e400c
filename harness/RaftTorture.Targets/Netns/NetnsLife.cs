using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Netns;

/// <summary>A process in a network namespace of its own.</summary>
internal sealed class NetnsLife(NodeProcess process, string networkNamespace, string dataPath) : IWorldLife
{
    public string NetworkNamespace => networkNamespace;

    public string DataPath => dataPath;

    public int Pid => process.Pid;

    public bool IsAlive => process.IsAlive;

    public Task<int> Ended => process.Ended;

    public bool HasServed { get => process.HasServed; set => process.HasServed = value; }

    public bool IsCondemned { get => process.IsCondemned; set => process.IsCondemned = value; }

    public bool IsPaused { get => process.IsPaused; set => process.IsPaused = value; }
}
