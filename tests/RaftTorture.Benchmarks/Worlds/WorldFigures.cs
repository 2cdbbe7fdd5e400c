namespace RaftTorture.Benchmarks.Worlds;

/// <summary>What was measured in one world; all times are milliseconds.</summary>
internal sealed class WorldFigures
{
    /// <summary>What a run does before its cluster: engine, images and helper container, and trying what can be broken. The first may build images.</summary>
    public List<double> StageMs { get; } = [];

    /// <summary>From the start of five nodes, network and disks included, to a leader that has committed.</summary>
    public List<double> UpMs { get; } = [];

    /// <summary>From the command to the rules being in force.</summary>
    public List<double> PartitionMs { get; } = [];

    /// <summary>From the command to the rules being gone.</summary>
    public List<double> HealMs { get; } = [];

    /// <summary>From stopping the node to its disk being mounted again with what is left on it; the node is not started.</summary>
    public List<double> PowerMs { get; } = [];

    /// <summary>Effects that no probe saw: what they say.</summary>
    public List<string> Unseen { get; } = [];

    public int EffectCount { get; set; }
}
