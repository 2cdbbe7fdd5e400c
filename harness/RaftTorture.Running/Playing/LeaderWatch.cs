using System.Collections.Immutable;
using RaftTorture.Running.Ports;
using RaftTorture.Running.Recording;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Running.Playing;

/// <summary>Asks the nodes who leads, and notes each change.</summary>
internal sealed class LeaderWatch(ICluster cluster, RunJournal journal, RunClock clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private volatile LeaderSeen? _last;
    private volatile bool _isLeaderless;
    private volatile string[] _primaries = [];
    private string? _problem;

    /// <summary>The node last seen to lead; null before the first.</summary>
    public string? Leader => _last?.Node;

    /// <summary>At the last look nobody led a term as late as the latest that was seen.</summary>
    public bool IsLeaderless => _isLeaderless;

    /// <summary>All that said at the last look that they lead, in order of their names.</summary>
    public ImmutableArray<string> Primaries => [.. _primaries];

    public async Task WatchAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval);
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
        var leader = nodes.Where(node => node.IsLeader).MaxBy(node => node.Term);
        _primaries = [.. nodes.Where(node => node.IsLeader).Select(node => node.Node).Order(StringComparer.Ordinal)];
        _isLeaderless = leader is null || leader.Term < _last?.Term;
        if (leader is null || leader.Term < _last?.Term || (leader.Node == _last?.Node && leader.Term == _last.Term))
            return;
        _last = new LeaderSeen(clock.NowNs, leader.Node, leader.Term);
        journal.Leads(_last);
    }
}
