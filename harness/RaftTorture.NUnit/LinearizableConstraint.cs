using System.Diagnostics;
using NUnit.Framework.Constraints;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;

namespace RaftTorture.NUnit;

/// <summary>Succeeds on histories that are proved linearizable; what could not be decided within the limits fails too, and says so.</summary>
public sealed class LinearizableConstraint : Constraint
{
    private readonly IChecker _checker;
    private readonly string _model;
    private TimeSpan _patience = TimeSpan.FromSeconds(60);
    private long _bytes = 1L << 30;

    internal LinearizableConstraint(IChecker checker, string model)
        : base(model)
    {
        _checker = checker;
        _model = model;
    }

    public override string Description => $"a history of a linearizable {_model}";

    /// <summary>Another limit on the time that the check may take; without it 60 s.</summary>
    public LinearizableConstraint DecidedWithin(TimeSpan patience)
    {
        _patience = patience;
        return this;
    }

    /// <summary>Another limit on the memory of the check's own tables, in bytes; without it 1 GiB.</summary>
    public LinearizableConstraint DecidedIn(long bytes)
    {
        _bytes = bytes;
        return this;
    }

    /// <param name="actual">A <see cref="Recording"/>, or events in real-time order.</param>
    /// <exception cref="ArgumentException">It is no history.</exception>
    /// <exception cref="HistoryFormatException">Its events do not follow from each other, or no such object knows them.</exception>
    public override ConstraintResult ApplyTo<TActual>(TActual actual)
    {
        var events = actual switch
        {
            Recording recording => recording.Events,
            IEnumerable<HistoryEvent> history => [.. history],
            _ => throw new ArgumentException($"a history is a {nameof(Recording)} or a list of {nameof(HistoryEvent)}, not {actual?.GetType().Name ?? "null"}", nameof(actual)),
        };
        var watch = Stopwatch.StartNew();
        return new LinearizableResult(this, actual, _checker.Check(events, new CheckLimits(_bytes, () => watch.Elapsed > _patience)));
    }
}
