using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>
/// The space that both searches walk: configurations, and how events and moves change them. Effects come about only while the return of
/// an operation that is not yet linearized is passed: until then they may as well wait (Lowe, CCPE 29(4), 2017, just-in-time linearization).
/// </summary>
/// <param name="isRelaxed">
/// Unknown operations can be used any number of times. Whatever has an order still has one, so that "impossible" remains true; "found" does not.
/// </param>
internal sealed class ConfigurationSpace
{
    private readonly RegisterColumns _columns;
    private readonly PruningRules _rules;
    private readonly bool _isRelaxed;
    private readonly int[] _lastUse;
    private readonly Dictionary<int, List<int>> _lastUses = [];

    public ConfigurationSpace(RegisterColumns columns, PruningRules rules, bool isRelaxed, Deadline deadline)
    {
        (_columns, _rules, _isRelaxed) = (columns, rules, isRelaxed);
        Events = new SearchEvents(columns, rules, deadline);
        Classes = new UnknownClasses(Events, rules, deadline);
        Layout = new ConfigurationLayout(Events, Classes, deadline);
        Open = new OpenOperations(Events, Classes);
        _lastUse = new int[Classes.Count];
        for (var c = 0; c < Classes.Count; c++)
        {
            deadline.Tick();
            _lastUse[c] = Events.LastUse(Classes.Member(c, 0));
            LastUsesAt(_lastUse[c]).Add(c);
        }
    }

    public SearchEvents Events { get; }

    public UnknownClasses Classes { get; }

    public ConfigurationLayout Layout { get; }

    /// <summary>The operations open at the event that the search has come to.</summary>
    public OpenOperations Open { get; }

    public ulong[] Start()
    {
        var configuration = new ulong[Layout.Words];
        ConfigurationLayout.SetState(configuration, Events.StateAfter(-1, RegisterHistory.InitialState));
        return configuration;
    }

    /// <summary>A configuration at the invocation of an operation, which is open now.</summary>
    public void Call(Span<ulong> configuration, int operation)
    {
        if (_rules.EagerReads && _columns.IsPure(operation) && IsLegal(operation, ConfigurationLayout.State(configuration)))
            Layout.SetDone(configuration, operation);
    }

    /// <summary>A configuration past the return of an operation, which is no longer open.</summary>
    public void Return(Span<ulong> configuration, int operation, int time)
    {
        Layout.Clear(configuration, operation);
        ConfigurationLayout.SetState(configuration, Events.StateAfter(time, ConfigurationLayout.State(configuration)));
        ConfigurationLayout.SetReleasedBefore(configuration, NormalRelease(configuration));
        if (!_lastUses.TryGetValue(time, out var classes))
            return;
        foreach (var unknownClass in classes)
            Layout.Forget(configuration, unknownClass);
    }

    /// <summary>Makes an operation take effect while the return at an event is passed.</summary>
    public void Apply(Span<ulong> configuration, Move move, int time)
    {
        var operation = move.IsUnknown ? Classes.Member(move.UnknownClass, 0) : move.Operation;
        if (!move.IsUnknown)
            Layout.SetDone(configuration, operation);
        else if (!_isRelaxed)
            Layout.Use(configuration, move.UnknownClass);
        if (_columns.IsPure(operation))
            return;

        // The operation whose return is being passed may still look.
        var state = Events.StateAfter(time - 1, _columns.Writes[operation]);
        ConfigurationLayout.SetState(configuration, state);
        if (_rules.Hiding && _columns.IsBlindWrite(operation))
            ConfigurationLayout.SetReleasedBefore(configuration, time);
        if (_rules.EagerReads)
            AnswerReads(configuration, state);
    }

    /// <summary>Whether it can still be noticed, while the return at an event is passed, that one of a class happened.</summary>
    public bool CanMatter(int unknownClass, int time) => _lastUse[unknownClass] >= time;

    /// <summary>Whether an operation may take effect in a state.</summary>
    public bool IsLegal(int operation, int state) =>
        (_columns.Requires[operation] == RegisterOperation.Anything || _columns.Requires[operation] == state) && _columns.Forbids[operation] != state;

    private List<int> LastUsesAt(int time)
    {
        if (!_lastUses.TryGetValue(time, out var classes))
            _lastUses[time] = classes = [];
        return classes;
    }

    private void AnswerReads(Span<ulong> configuration, int state)
    {
        foreach (var open in Open.Certain)
        {
            if (_columns.IsPure(open) && IsLegal(open, state))
                Layout.SetDone(configuration, open);
        }
    }

    /// <summary>The least number that releases the same writes, so that equal configurations are equal words.</summary>
    private int NormalRelease(ReadOnlySpan<ulong> configuration)
    {
        var (released, normal) = (ConfigurationLayout.ReleasedBefore(configuration), 0);
        if (released == 0)
            return 0;
        foreach (var open in Open.Certain)
        {
            var calledAt = Events.CalledAt[open];
            if (calledAt < released && calledAt >= normal && _columns.IsBlindWrite(open) && !Layout.IsDone(configuration, open))
                normal = calledAt + 1;
        }

        return normal;
    }
}
