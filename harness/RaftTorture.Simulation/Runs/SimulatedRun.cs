using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Raft;
using RaftTorture.Replica;
using RaftTorture.Replica.Storage;
using RaftTorture.Simulation.Clients;
using RaftTorture.Simulation.Faults;
using RaftTorture.Simulation.Invariants;
using RaftTorture.Simulation.Nodes;

namespace RaftTorture.Simulation.Runs;

/// <summary>Plays a plan: a safety phase with faults, then a liveness phase without, and a judgement on what the clients saw.</summary>
public sealed class SimulatedRun
{
    /// <summary>Within this the cluster must serve again when all is well, and all must agree; many election timeouts.</summary>
    private const int RecoveryMs = 15_000;

    /// <summary>Many times what the busiest run of a sound cluster plays.</summary>
    private const long MaxEvents = 3_000_000;

    /// <summary>How often it is asked whether all is well.</summary>
    private const int LookMs = 20;

    private readonly RunPlan _plan;
    private readonly Dice _dice;
    private readonly World _world;
    private readonly FaultPlayer _faults;
    private readonly HistoryRecorder _history;
    private readonly Workload _workload;
    private readonly SimulatedClient[] _clients;
    private int _begun;

    private SimulatedRun(RunPlan plan, ReplicaSeams seams)
    {
        _plan = plan;
        _dice = new Dice(plan.Seed ^ 0x5EED);
        _world = new World(SetupOf(plan, seams), plan.Nodes + plan.Spares, plan.Climate, _dice.Split(), Story, plan.Overlooked);
        _faults = new FaultPlayer(_world);
        _history = new HistoryRecorder(_world.Timeline, _world.Hash);
        _workload = new Workload(_dice.Split(), plan.Clients.Keys, plan.Clients.ReadPercent, plan.Clients.CasPercent);
        _clients = [.. Enumerable.Range(0, plan.Clients.Count).Select(i => new SimulatedClient(i, _world, plan.Clients, _workload, _history, _dice.Split()))];
    }

    /// <summary>Plays a plan to its end, or to the first thing that is wrong; the same arguments give the same result, always.</summary>
    /// <param name="plan">What happens.</param>
    /// <param name="seams">What the nodes rest on; the sound ones if null.</param>
    public static RunResult Of(RunPlan plan, ReplicaSeams? seams = null) => new SimulatedRun(plan, seams ?? ReplicaSeams.Sound).Play();

    private RunResult Play()
    {
        var finding = Watched(() =>
        {
            PlayFaults();
            return Recover() ?? JudgeHistory();
        });
        foreach (var node in _world.Nodes.Where(node => node.IsUp))
            _world.Hash.Add((long)node.Replica.StateHash);
        return new RunResult(
            _plan,
            finding,
            _world.Hash.Value,
            _world.Timeline.Played,
            _world.Timeline.NowMs,
            _history.Events.Count(e => e.Type == EventType.Ok));
    }

    private Finding? Watched(Func<Finding?> play)
    {
        try
        {
            return play();
        }
        catch (InvariantBrokenException broken)
        {
            return new Finding(Layer.Invariant, broken.Invariant, broken.Message, _world.Timeline.NowMs);
        }
        catch (StormException storm)
        {
            return new Finding(Layer.Liveness, "Storm", $"{storm.Message}\n{_world.Steps}", _world.Timeline.NowMs);
        }
        catch (NodeCrashException crash)
        {
            return new Finding(Layer.Crash, crash.InnerException!.GetType().Name, $"{crash.Message}\n{_world.Steps}", _world.Timeline.NowMs);
        }
    }

    private void PlayFaults()
    {
        foreach (var client in _clients)
            client.Go();
        foreach (var timed in _plan.Faults)
        {
            _world.Timeline.AfterMs(timed.AtMs, () =>
            {
                _begun++;
                _faults.Begin(timed.Fault);
            });
        }

        while (_world.Timeline.NowMs < _plan.FaultsForMs)
            RunOn(Math.Min(_plan.FaultsForMs, _world.Timeline.NowMs + LookMs));
    }

    /// <exception cref="StormException">There is no end of events.</exception>
    private void RunOn(long untilMs)
    {
        _world.Timeline.RunTo(untilMs);
        if (_world.Timeline.Played > MaxEvents)
            throw new StormException($"{_world.Timeline.Played} events by {untilMs} ms: somebody repeats what nobody needs");
    }

    /// <summary>All faults end. A quorum must serve a new write and a new read, and then all members must come to the same state.</summary>
    private Finding? Recover()
    {
        _faults.HealAll();
        _world.Network.Climate = Networks.Weather.Calm;
        _workload.Alternates = true;
        SimulatedNode[] absent = _plan.HealsQuorumFirst ? [.. Dispensable()] : [];
        foreach (var node in absent)
            node.Kill();
        var healedAt = _history.Events.Count;
        if (!Within(() => HasDone("write", healedAt) && HasDone("read", healedAt)))
            return Stuck("no write and read that began after the heal has ended well");
        foreach (var node in absent)
            node.Start();
        foreach (var client in _clients)
            client.IsStopping = true;
        return Within(HasConverged) ? null : Stuck("the members do not come to agree");
    }

    /// <summary>As many as a quorum does without; whoever has lost its disk first.</summary>
    private IEnumerable<SimulatedNode> Dispensable()
    {
        var founders = _world.Nodes.Take(_plan.Nodes).ToList();
        for (var left = (_plan.Nodes - 1) / 2; left > 0; left--)
        {
            var node = founders.Find(node => node.WasWiped) ?? _dice.Pick(founders);
            founders.Remove(node);
            yield return node;
        }
    }

    private bool Within(Func<bool> condition)
    {
        for (var untilMs = _world.Timeline.NowMs + RecoveryMs; _world.Timeline.NowMs < untilMs;)
        {
            RunOn(_world.Timeline.NowMs + LookMs);
            if (condition())
                return true;
        }

        return false;
    }

    private Finding Stuck(string what) => new(Layer.Liveness, "Progress", $"{what} within {RecoveryMs} ms\n{_world.Steps}", _world.Timeline.NowMs);

    private bool HasDone(string f, int since)
    {
        var begun = new SortedSet<int>();
        for (var i = since; i < _history.Events.Count; i++)
        {
            var e = _history.Events[i];
            if (e.F == f && e.Type == EventType.Invoke)
                begun.Add(e.Process.Number);
            else if (e.F == f && e.Type == EventType.Ok && begun.Contains(e.Process.Number))
                return true;
        }

        return false;
    }

    /// <summary>A node whose disk was lost is heard again only when it was removed and added: it is not waited for.</summary>
    private bool HasConverged()
    {
        if (_world.Leader is not { } leader || _clients.Any(client => !client.IsIdle))
            return false;
        var members = leader.Replica.Configuration.Members.Select(member => _world[member.Id]).Where(node => !node.WasWiped);
        return members.All(node => node.IsUp && node.Replica.AppliedIndex == leader.Replica.LastIndex && node.Replica.StateHash == leader.Replica.StateHash);
    }

    private Finding? JudgeHistory()
    {
        var asked = 0;
        var limits = new CheckLimits(256L * 1024 * 1024, () => ++asked > 100_000);
        var verdict = new LinearizabilityChecker().Check(_history.Events, limits);
        return verdict.Validity == Validity.Invalid ? new Finding(Layer.Client, verdict.Checker, verdict.Summary, _world.Timeline.NowMs) : null;
    }

    private static NodeSetup SetupOf(RunPlan plan, ReplicaSeams seams) => new()
    {
        Founders = [.. Enumerable.Range(1, plan.Nodes).Select(number => new NodeId(number))],
        Configure = plan.Configure,
        Storage = new StorageOptions { SegmentBytes = plan.SegmentBytes, SnapshotFlushBytes = 4 * 1024 },
        MinFlushUs = plan.MaxFlushUs / 10,
        MaxFlushUs = plan.MaxFlushUs,
        StartUs = plan.StartUs,
        ClockDriftPermille = plan.ClockDriftPermille,
        Seams = seams,
    };

    private string Story() => $"{_plan}\n{string.Join('\n', _plan.Faults.Take(_begun))}";

    private sealed class StormException(string message) : Exception(message);
}
