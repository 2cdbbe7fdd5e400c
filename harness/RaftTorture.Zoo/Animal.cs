using RaftTorture.Replica;

namespace RaftTorture.Zoo;

/// <summary>A mistake that somebody made in a real Raft, or could have: one rule or one effect, and nothing else, is not as it should be.</summary>
public sealed record Animal
{
    /// <summary>A letter for the part of Raft (elections, replication, commitment, durability, snapshots, membership, queries) and a number.</summary>
    public required string Id { get; init; }

    /// <summary>Who made it, and where that can be read.</summary>
    public required string Source { get; init; }

    /// <summary>What is wrong, in one sentence.</summary>
    public required string Bug { get; init; }

    public required Property Breaks { get; init; }

    /// <summary>What must happen to a cluster for it to show.</summary>
    public required string Exposure { get; init; }

    /// <summary>What such a replica rests on.</summary>
    public required ReplicaSeams Seams { get; init; }

    /// <summary>Why no run of the whole replica can show it, although the protocol alone can; null if one can.</summary>
    public string? Equivalent { get; init; }

    public override string ToString() => $"{Id}: {Bug}";
}
