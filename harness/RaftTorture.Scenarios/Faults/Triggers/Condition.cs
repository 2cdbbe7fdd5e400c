using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Faults.Triggers;

/// <summary>Something that is seen: in words, and when.</summary>
public readonly record struct Sighting(string What, long AtNs);

/// <summary>What a trigger waits for.</summary>
public abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>What people may write after <c>when</c>.</summary>
    public static ImmutableArray<string> Forms { get; } =
        ["leader-elected", "follower-behind ENTRIES", "snapshot-sent", "message KIND N", "write-in-flight"];

    /// <summary>As it stands in a plan.</summary>
    public string Text => this switch
    {
        LeaderElected => "leader-elected",
        FollowerBehind behind => $"follower-behind {behind.Entries}",
        SnapshotSent => "snapshot-sent",
        MessagePassed message => $"message {message.Kind} {message.Number}",
        WriteInFlight => "write-in-flight",
        _ => throw new UnreachableException(),
    };

    /// <summary>Whether it is seen in what nodes say of themselves, so that they have to be asked often.</summary>
    public bool IsToldByNodes => this is LeaderElected or FollowerBehind or SnapshotSent;

    /// <summary>What is seen of it now, or null.</summary>
    /// <param name="now">What is known.</param>
    /// <param name="then">What was known when the trigger began to wait: what had happened by then does not count.</param>
    public Sighting? Look(ClusterSights now, ClusterSights then) => this switch
    {
        LeaderElected => now.Elections > then.Elections && now.Election is { } election
            ? new Sighting($"leader-elected: {election.Node} in term {election.Term}", election.AtNs)
            : null,
        FollowerBehind behind => now.Lags.Where(lag => lag.Entries >= behind.Entries).MaxBy(lag => lag.Entries) is { } lag
            ? new Sighting($"follower-behind: {lag.Node} by {lag.Entries} entries", lag.AtNs)
            : null,
        SnapshotSent => now.Snapshots is [var snapshot, ..]
            ? new Sighting($"snapshot-sent: {snapshot.From} to {snapshot.To}", snapshot.AtNs)
            : null,
        MessagePassed message => message.LookAt(now, then),
        WriteInFlight => now.Writes.MaxBy(write => write.AtNs) is { } write ? new Sighting($"write-in-flight: of {write.Key} through {write.Node}", write.AtNs) : null,
        _ => throw new UnreachableException(),
    };

    /// <summary>Whether the moment still is the one that was seen, where there was time in between: a write may have been answered.</summary>
    public bool IsStill(Sighting seen, ClusterSights now) => this is not WriteInFlight || now.Writes.Any(write => write.AtNs == seen.AtNs);

    /// <summary>Another term has a leader.</summary>
    public sealed record LeaderElected : Condition;

    /// <summary>A node that answers is so far behind the furthest.</summary>
    public sealed record FollowerBehind(long Entries) : Condition;

    /// <summary>A leader is sending a snapshot.</summary>
    public sealed record SnapshotSent : Condition;

    /// <summary>So many messages of a kind have passed between nodes.</summary>
    /// <param name="Kind">As the reference protocol names it.</param>
    /// <param name="Number">Counted from when the trigger began to wait.</param>
    public sealed record MessagePassed(string Kind, long Number) : Condition
    {
        internal Sighting? LookAt(ClusterSights now, ClusterSights then)
        {
            if (!now.Messages.TryGetValue(Kind, out var passed))
                return null;
            var count = passed.Count - (then.Messages.GetValueOrDefault(Kind)?.Count ?? 0);
            return count >= Number ? new Sighting($"message: {Kind} number {count}", passed.LastNs) : null;
        }
    }

    /// <summary>A client waits for the answer to a write.</summary>
    public sealed record WriteInFlight : Condition;
}
