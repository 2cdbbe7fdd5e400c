using RaftTorture.Raft;
using RaftTorture.Simulation.Invariants;

namespace RaftTorture.TestKit.Worlds;

/// <summary>Sees every node's core and disk at every step, shows them to all invariants, and keeps the last steps for the story.</summary>
internal sealed class Observer
{
    private readonly IReadOnlyList<Invariant> _invariants;
    private readonly IReadOnlyList<StableStorage> _disks;
    private readonly Timeline _timeline;

    public Observer(WorldOptions options, Timeline timeline, IReadOnlyList<StableStorage> disks)
    {
        (_timeline, _disks) = (timeline, disks);
        _invariants = [.. Invariant.All().Where(invariant => !options.Overlooked.Contains(invariant.Name))];
        Trace = new Trace($"seed {options.Seed}");
        foreach (var invariant in _invariants)
        {
            invariant.Story = Trace.ToString;
            invariant.Now = () => timeline.NowMs;
        }
    }

    public Trace Trace { get; }

    /// <summary>How often cores have asked for each kind of effect.</summary>
    public SortedDictionary<string, int> Effects { get; } = new(StringComparer.Ordinal);

    /// <summary>Every entry that was ever applied anywhere, in order.</summary>
    public List<Entry> History { get; } = [];

    /// <summary>Takes the step, and looks at the core unless nothing came of it: no step changes a log, a vote or a commit without an effect.</summary>
    public IReadOnlyList<Effect> StepOf(SimulatedNode node, Input input)
    {
        var effects = Taken(node, input);
        if (effects.Count == 0)
            return effects;
        Trace.Add(_timeline.NowMs, node.Id, input, effects);
        Count(effects);
        var view = NodeView.Of(node.Core, node.Incarnation);
        foreach (var invariant in _invariants)
            invariant.OnStep(view, _disks);
        return effects;
    }

    public void Flushed()
    {
        foreach (var invariant in _invariants)
            invariant.OnFlush(_disks);
    }

    public void Sent(Message message, StableStorage senders)
    {
        foreach (var invariant in _invariants)
            invariant.OnSend(message, senders);
    }

    public void Applied(SimulatedNode node, Entry entry)
    {
        if (entry.Index.Value == History.Count + 1)
            History.Add(entry);
        foreach (var invariant in _invariants)
            invariant.OnApply(node.Id, node.Incarnation, entry, node.Machine.State.Digest);
    }

    /// <summary>A node begins another life with what its disk holds.</summary>
    public void Started(SimulatedNode node)
    {
        foreach (var invariant in _invariants)
            invariant.OnStart(NodeView.Of(node.Core, node.Incarnation), node.Core.VotedFor, node.Storage);
        if (node.Storage.File is { } snapshot)
            Restored(node, snapshot);
    }

    /// <summary>A node's state machine has taken over the state of a snapshot.</summary>
    public void Restored(SimulatedNode node, SnapshotFile snapshot)
    {
        foreach (var invariant in _invariants)
            invariant.OnRestored(node.Id, node.Incarnation, ViewOf(snapshot));
    }

    public void Taken(SimulatedNode node, SnapshotFile snapshot)
    {
        foreach (var invariant in _invariants)
            invariant.OnSnapshot(node.Id, ViewOf(snapshot));
    }

    public void Wiped(NodeId node, LogIndex joinedAt)
    {
        foreach (var invariant in _invariants)
            invariant.OnWiped(node, joinedAt);
    }

    public void Leased(SimulatedNode node, long untilMs)
    {
        foreach (var invariant in _invariants)
            invariant.OnLease(node.Id, node.Core.Term, untilMs);
    }

    public void ReadAsked(long readId)
    {
        foreach (var invariant in _invariants)
            invariant.OnReadAsked(readId);
    }

    public void ReadAnswered(Effect.AnswerRead answer, ToyMachine machine)
    {
        foreach (var invariant in _invariants)
            invariant.OnReadAnswered(answer.ReadId, answer.ReadIndex, machine.State.Index);
    }

    private static SnapshotView ViewOf(SnapshotFile snapshot) => new(snapshot.Meta, snapshot.State.Digest);

    private void Count(IReadOnlyList<Effect> effects)
    {
        foreach (var kind in effects.Select(effect => effect.GetType().Name))
            Effects[kind] = Effects.GetValueOrDefault(kind) + 1;
    }

    private IReadOnlyList<Effect> Taken(SimulatedNode node, Input input)
    {
        try
        {
            return node.Core.Step(input);
        }
        catch (BrokenPromiseException broken)
        {
            Trace.Add(_timeline.NowMs, node.Id, input, []);
            throw new InvariantBrokenException("Promise", broken.Message, Trace.ToString());
        }
    }
}
