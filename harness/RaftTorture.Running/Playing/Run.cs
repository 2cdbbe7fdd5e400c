using RaftTorture.Checking.Checkers;
using RaftTorture.Running.Ports;
using RaftTorture.Running.Recording;
using RaftTorture.Scenarios;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Faults.Triggers;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Running.Playing;

/// <summary>One run on its way through its phases, up to the check.</summary>
internal sealed class Run : IDisposable
{
    private readonly Plan _plan;
    private readonly ICluster _cluster;
    private readonly HistoryRecorder _recorder;
    private readonly RunJournal _journal;
    private readonly RunClock _clock;
    private readonly ViolationWatch? _watch;
    private readonly LeaderWatch _leaders;
    private readonly Nemesis _nemesis;
    private readonly Progress _progress;
    private readonly CatchUp _catchUp;
    private readonly ReadBack _readBack;
    private readonly WritesInFlight _writes = new();

    /// <param name="watch">Ends the load at the first violation; null for a run that is judged only when it is over.</param>
    public Run(Plan plan, ICluster cluster, HistoryRecorder recorder, RunJournal journal, RunClock clock, ViolationWatch? watch = null)
    {
        _watch = watch;
        _plan = plan;
        _cluster = cluster;
        _recorder = recorder;
        _journal = journal;
        _clock = clock;
        var isAlert = Trigger.Of(plan).Any(trigger => trigger.Condition.IsToldByNodes);
        _leaders = new LeaderWatch(cluster, journal, clock, isAlert ? LeaderWatch.Alert : LeaderWatch.Calm);
        _nemesis = new Nemesis(cluster, recorder, journal, clock, new Outlook(cluster, _leaders, _writes, clock));
        _catchUp = new CatchUp(cluster, () => NodeTargets.Members(plan.Nodes, _nemesis.View));
        _progress = new Progress(cluster.Nodes.Take(plan.Concurrency));
        _readBack = new ReadBack(plan, recorder);
    }

    /// <summary>
    /// Plays the load and the faults, heals, and reads every key back. An interrupt ends the phase that it comes in and skips what is
    /// left, but never the heal; a violation that is seen while the load goes on does the same.
    /// </summary>
    /// <returns>Whether the cluster came back, or null if an interrupt or a violation came before that was known.</returns>
    public async Task<Verdict?> PlayAsync(IGenerator<Operation> load, CancellationToken interrupt)
    {
        _journal.Enter(Phase.SetUp);
        if (!await IsUpAsync(interrupt))
            return null;
        foreach (var notice in _cluster.Notices)
            _journal.Notice(notice);
        using var stopWatch = new CancellationTokenSource();
        var watching = _leaders.WatchAsync(stopWatch.Token);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(interrupt, _watch?.Found ?? CancellationToken.None);
        try
        {
            await using var interpreter = new Interpreter(_plan, _cluster, _recorder, _clock, Performed, _writes.Began);
            await UnderLoadAsync(interpreter, load, cut.Token);
            await EndWatchAsync();
            await ReadBackAsync(interpreter, cut.Token);
        }
        finally
        {
            await stopWatch.CancelAsync();
            await watching;
        }

        return cut.IsCancellationRequested
            ? null
            : LivenessVerdict.Of(
                _plan.LivenessSeconds, _nemesis.View.InForce.IsEmpty, _catchUp.Behind, _progress.Silent, _readBack.UnreadKeys(), _cluster.UnexpectedExits);
    }

    public void Dispose() => _readBack.Dispose();

    private async Task<bool> IsUpAsync(CancellationToken interrupt)
    {
        try
        {
            await _cluster.StartAsync(interrupt);
            return true;
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Everything that happens while clients work. Should the harness itself fail there, the faults are still healed.</summary>
    private async Task UnderLoadAsync(Interpreter interpreter, IGenerator<Operation> load, CancellationToken interrupt)
    {
        using var stopLoad = CancellationTokenSource.CreateLinkedTokenSource(_watch?.Found ?? CancellationToken.None);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        var paced = new Stagger<Operation>((long)(1e9 / _plan.RateHz), new Dice(_plan.Seed).Fork("rate"), load);
        var loading = interpreter.PlayAsync(paced, stopLoad.Token);
        var phases = PhasesAsync(cut.Token);
        try
        {
            await await Task.WhenAny(loading, phases);
        }
        finally
        {
            await cut.CancelAsync();
            await phases.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await stopLoad.CancelAsync();
            await loading;
            await phases;
        }
    }

    private async Task PhasesAsync(CancellationToken cut)
    {
        _journal.Enter(Phase.Quiet);
        await PassAsync(_plan.QuietSeconds, cut);
        if (!cut.IsCancellationRequested)
        {
            _journal.Enter(Phase.Faults);
            await Task.WhenAll(_nemesis.PlayAsync(NemesisSchedule.Create(_plan), cut), PassAsync(_plan.TimeLimitSeconds, cut));
        }

        _journal.Enter(Phase.Heal);
        await _nemesis.HealAllAsync();
        if (!cut.IsCancellationRequested)
        {
            _journal.Enter(Phase.Liveness);
            await DemandLivenessAsync(cut);
        }
    }

    private async Task DemandLivenessAsync(CancellationToken cut)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cut);
        limit.CancelAfter(TimeSpan.FromSeconds(_plan.LivenessSeconds));
        var caughtUp = _catchUp.DemandAsync(limit.Token);
        await _progress.DemandAsync(_clock.NowNs).WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await caughtUp;
    }

    /// <summary>Final reads are not watched: nothing is left that could be stopped, and retired keys are read again.</summary>
    private async Task EndWatchAsync()
    {
        if (_watch is not null && await _watch.EndAsync() is { } violation)
            _journal.Notice($"stopped at the first violation: {violation.Summary}");
    }

    private async Task ReadBackAsync(Interpreter interpreter, CancellationToken interrupt)
    {
        if (interrupt.IsCancellationRequested)
            return;
        _journal.Enter(Phase.FinalReads);
        await _readBack.PlayAsync(interpreter, interrupt);
    }

    private void Performed(Performed performed)
    {
        _writes.Ended(performed.Invocation);
        _journal.Completed(performed.Invocation, performed.Completed);
        _progress.Saw(performed);
        _readBack.Saw(performed);
    }

    private static async Task PassAsync(double seconds, CancellationToken cut) =>
        await Task.Delay(TimeSpan.FromSeconds(seconds), cut).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
