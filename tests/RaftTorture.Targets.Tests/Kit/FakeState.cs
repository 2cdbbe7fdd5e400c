using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RaftTorture.Kv.Api;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>What fake nodes agree on: they read it from one file, in place of a protocol.</summary>
/// <param name="dataDirectory">Of the node that looks.</param>
/// <param name="founders">The members, before any change.</param>
internal sealed class FakeState(string dataDirectory, IEnumerable<string> founders)
{
    /// <summary>Names a node that never applies anything.</summary>
    public const string Lags = "--lags";

    private readonly string _shared = Path.Combine(dataDirectory, "..", "..", "agreed.json");
    private readonly string _snapshot = Path.Combine(dataDirectory, "snapshot");

    public Agreed Now => File.Exists(_shared)
        ? JsonSerializer.Deserialize<Agreed>(File.ReadAllText(_shared))!
        : new Agreed("n1", 1, 1, [.. founders.Order(StringComparer.Ordinal)], []);

    public long Snapshot => File.Exists(_snapshot) ? long.Parse(File.ReadAllText(_snapshot), CultureInfo.InvariantCulture) : 0;

    public void Agree(Agreed next)
    {
        File.WriteAllText(_shared + ".new", JsonSerializer.Serialize(next));
        File.Move(_shared + ".new", _shared, overwrite: true);
    }

    public void TakeSnapshot() => File.WriteAllText(_snapshot, $"{Now.Commit}");

    public NodeStatusDto StatusOf(string id, int pid, string[] args)
    {
        var now = Now;
        var role = id == now.Leader && !args.Contains(FakeNode.Follows) ? "leader" : "follower";
        var applied = args is [.., Lags, var laggard] && laggard == id ? 0 : now.Commit;
        return new NodeStatusDto(id, now.Term, role, now.Commit, applied, now.Leader, pid) { Voters = now.Voters, Learners = now.Learners, Snapshot = Snapshot, ClockMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), MonotonicMs = (long)Stopwatch.GetElapsedTime(0).TotalMilliseconds };
    }
}

internal sealed record Agreed(string Leader, long Term, long Commit, ImmutableArray<string> Voters, ImmutableArray<string> Learners);
