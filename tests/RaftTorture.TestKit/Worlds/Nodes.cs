using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>The names that stories use.</summary>
public static class Nodes
{
    public static readonly NodeId N1 = new(1);
    public static readonly NodeId N2 = new(2);
    public static readonly NodeId N3 = new(3);
    public static readonly NodeId N4 = new(4);
    public static readonly NodeId N5 = new(5);
}
