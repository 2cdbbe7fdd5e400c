using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Replica;

/// <summary>What a replica rests on. As it is here but where somebody breaks one of these, to prove that whoever judges the replica notices.</summary>
public sealed record ReplicaSeams
{
    public static readonly ReplicaSeams Sound = new();

    /// <summary>The paper's.</summary>
    public RaftRules Rules { get; init; } = RaftRules.Paper;

    /// <summary>What stands between the core and the host that executes its effects: nothing.</summary>
    public Func<IReadOnlyList<Effect>, IReadOnlyList<Effect>> Effects { get; init; } = static effects => effects;

    /// <summary>What stands between the storage and the disk: nothing.</summary>
    public Func<IDisk, IDisk> WrapDisk { get; init; } = static disk => disk;
}
