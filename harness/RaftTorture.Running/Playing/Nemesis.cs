using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Running.Recording;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Running.Playing;

/// <summary>Does to the cluster what its generator says, one thing at a time, and keeps a receipt of each. It never forgets what it broke.</summary>
internal sealed class Nemesis(ICluster cluster, HistoryRecorder recorder, RunJournal journal, RunClock clock, Outlook outlook)
{
    /// <summary>No fault takes this long; one that does will never be confirmed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int HealRounds = 5;

    private ImmutableArray<Fault> _inForce = [];
    private ImmutableArray<FaultKind> _effective = [];

    /// <summary>What it knows of its victim: who leads, and what was not yet seen to heal.</summary>
    public ClusterView View => outlook.View(_inForce) with { Effective = _effective };

    /// <summary>Plays until the generator is over or <paramref name="stop"/> asks for the end. What is in force then stays in force.</summary>
    public async Task PlayAsync(IGenerator<Fault> generator, CancellationToken stop)
    {
        for (var serial = 0L; !stop.IsCancellationRequested; serial++)
        {
            switch (generator.Next(Now(serial)))
            {
                case Step<Fault>.Emit emit:
                    await ApplyAsync(emit.Item, emit.Cause);
                    generator = emit.Then;
                    break;
                case Step<Fault>.Pending { UntilNs: { } untilNs } pending:
                    await Task.Delay(clock.Until(untilNs), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    generator = pending.Then;
                    break;
                case Step<Fault>.Done:
                    return;
                default:
                    throw new UnreachableException();
            }
        }
    }

    /// <summary>Heals everything that is in force, whatever happened: nothing cancels it. What is not seen to heal is healed again.</summary>
    /// <remarks>What the cluster itself must grant comes last: it may take every node to grant it.</remarks>
    public async Task HealAllAsync()
    {
        for (var round = 0; round < HealRounds && !_inForce.IsEmpty; round++)
        {
            foreach (var fault in _inForce.OrderBy(fault => fault.Kind))
                await ApplyAsync(fault.Heal ?? throw new UnreachableException());
        }
    }

    private Context Now(long serial) => new(clock.NowNs, serial, [0]) { Cluster = View };

    private async Task ApplyAsync(Fault fault, Cause? cause = null)
    {
        // Noted before it is tried: a fault that breaks half of what it should has to be healed too.
        if (fault.Heal is not null)
            _inForce = _inForce.Add(fault);
        var started = recorder.Record(stamp => EventsOf.Fault(stamp, fault, fault.Description));
        var effect = await TryApplyAsync(fault);
        var evidence = cause?.Evidence(started.TimeNs) + effect.Evidence;
        if (effect.Confirmed && !fault.IsHeal && !_effective.Contains(fault.Kind))
            _effective = _effective.Add(fault.Kind);
        if (effect.Confirmed)
            _inForce = _inForce.RemoveAll(healed => fault.Equals(healed.Heal));
        var ended = recorder.Record(stamp => EventsOf.Fault(stamp, fault, evidence, effect.Confirmed ? null : "unconfirmed"));
        journal.Applied(new Receipt(
            fault.Kind, fault.F, fault.Description, fault.IsHeal, effect.Confirmed, evidence, started.TimeNs, ended.TimeNs)
        {
            Cause = cause?.Name,
            HealedBy = fault.Heal?.Description,
        });
    }

    /// <summary>Whatever goes wrong in breaking things is not worth losing the run for: it leaves a receipt that confirms nothing.</summary>
    private async Task<FaultEffect> TryApplyAsync(Fault fault)
    {
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            // On a thread of its own: what touches a disk that hangs waits without being asked whether it may.
            return await Task.Run(() => cluster.ApplyAsync(fault, deadline.Token), deadline.Token).WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new FaultEffect(false, $"not done after {Patience.TotalSeconds} s");
        }
        catch (Exception thrown)
        {
            return new FaultEffect(false, thrown.Message);
        }
    }
}
