using System.Collections.Immutable;
using RaftTorture.Running.Ports;
using RaftTorture.Running.Recording;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Running.Playing;

/// <summary>Asks the nodes who leads, and notes each change, and what else they say that a trigger can wait for.</summary>
/// <param name="interval">Between two looks.</param>
internal sealed class LeaderWatch(ICluster cluster, RunJournal journal, RunClock clock, TimeSpan interval)
{
    /// <summary>Often enough for a chart.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(100);

    /// <summary>Often enough for a fault that is to strike while something goes on.</summary>
    public static readonly TimeSpan Alert = TimeSpan.FromMilliseconds(5);

    private volatile LeaderSeen? _last;
    private volatile bool _isLeaderless;
    private volatile string[] _primaries = [];
    private volatile ClusterSights _sights = ClusterSights.Nothing;
    private string? _problem;

    /// <summary>The node last seen to lead; null before the first.</summary>
    public string? Leader => _last?.Node;

    /// <summary>At the last look nobody led a term as late as the latest that was seen.</summary>
    public bool IsLeaderless => _isLeaderless;

    /// <summary>All that said at the last look that they lead, in order of their names.</summary>
    public ImmutableArray<string> Primaries => [.. _primaries];

    /// <summary>Elections, laggards and snapshots, as of the last look.</summary>
    public ClusterSights Sights => _sights;

    public async Task WatchAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            do
                await LookAsync(stop);
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>A run is not lost because nobody could be asked who leads: that is noted, and asked again.</summary>
    private async Task LookAsync(CancellationToken stop)
    {
        try
        {
            Look(await cluster.ObserveAsync(stop));
        }
        catch (Exception thrown) when (!stop.IsCancellationRequested)
        {
            _isLeaderless = true;
            if (thrown.Message != _problem)
                journal.Notice($"nobody can be asked who leads: {thrown.Message}");
            _problem = thrown.Message;
        }
    }

    /// <summary>A leader that was cut off still believes in itself for a while: the highest term is right (Raft, section 5.1).</summary>
    private void Look(IReadOnlyList<NodeStatus> nodes)
    {
        Note(nodes, clock.NowNs);
        var leader = nodes.Where(node => node.IsLeader).MaxBy(node => node.Term);
        _primaries = [.. nodes.Where(node => node.IsLeader).Select(node => node.Node).Order(StringComparer.Ordinal)];
        _isLeaderless = leader is null || leader.Term < _last?.Term;
        if (leader is null || leader.Term < _last?.Term || (leader.Node == _last?.Node && leader.Term == _last.Term))
            return;
        _last = new LeaderSeen(clock.NowNs, leader.Node, leader.Term);
        _sights = _sights with { Elections = _sights.Elections + 1, Election = new ElectionSight(_last.Node, _last.Term, _last.TimeNs) };
        journal.Leads(_last);
    }

    private void Note(IReadOnlyList<NodeStatus> nodes, long nowNs)
    {
        var furthest = nodes.Select(node => node.CommitIndex).DefaultIfEmpty().Max();
        _sights = _sights with
        {
            Lags = [.. nodes.Select(node => new LagSight(node.Node, furthest - node.CommitIndex, nowNs))],
            Snapshots = [.. nodes.SelectMany(node => node.SnapshotTo.Select(to => new SnapshotSight(node.Node, to, nowNs)))],
        };
    }
}
