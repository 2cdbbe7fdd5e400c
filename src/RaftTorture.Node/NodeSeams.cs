using System.Diagnostics;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Node;

/// <summary>What a node rests on. As it is here but in tests, which prove that the harness notices when one of these does not hold.</summary>
public sealed record NodeSeams
{
    public static readonly NodeSeams Sound = new();

    /// <summary>The paper's.</summary>
    public RaftRules Rules { get; init; } = RaftRules.Paper;

    /// <summary>The clock by which elections and leases are timed, milliseconds; only differences matter. Monotonic: nobody can set it.</summary>
    public Func<long> NowMs { get; init; } = static () => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1000);

    /// <summary>What stands between the storage and the disk: nothing.</summary>
    public Func<IDisk, IDisk> WrapDisk { get; init; } = static disk => disk;
}
