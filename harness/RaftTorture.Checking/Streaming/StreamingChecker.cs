using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Streaming;

/// <summary>Leads each event to the object of its key: what all checks while the run goes on have in common.</summary>
/// <param name="create">An object as it is before its first operation.</param>
internal sealed class StreamingChecker(Func<IStreamedObject> create) : IStreamingChecker
{
    // Looked up, never enumerated where order matters.
    private readonly Dictionary<int, Open> _openByProcess = [];
    private readonly Dictionary<ObjectName, Followed> _objects = [];
    private Verdict? _violation;
    private long _position;
    private long _keyCount;
    private long _operationCount;
    private long _leftCount;
    private string? _whyLeft;

    public string Name => StreamingCheckers.VerdictName;

    /// <summary>All that is kept, counted: see <see cref="IStreamedObject.RetainedCount"/>.</summary>
    internal int RetainedCount => _openByProcess.Count + _objects.Values.Sum(followed => 1 + (followed.Object?.RetainedCount ?? 0));

    public Verdict? Observe(HistoryEvent e)
    {
        if (_violation is not null || e.Process.IsNemesis)
            return null;
        var at = _position++;
        if (e.Type == EventType.Invoke)
            Begin(e, at);
        else
            _violation = End(e, at);
        return _violation;
    }

    public void Retire(string? key)
    {
        if (!_objects.TryGetValue(new ObjectName(key), out var followed))
            return;
        followed.IsRetired = true;
        DropIfOver(new ObjectName(key), followed);
    }

    public Verdict Finish() => _violation ?? new Verdict(Name, Validity.Unknown, Summary())
    {
        Facts = [new("keys", $"{_keyCount}"), new("operations", $"{_operationCount}"), new("keys not followed", $"{_leftCount}")],
    };

    private void Begin(HistoryEvent e, long at)
    {
        var name = new ObjectName(e.Key);
        if (!_objects.TryGetValue(name, out var followed))
        {
            _objects[name] = followed = new Followed(create());
            _keyCount++;
        }

        var call = followed.Object?.Begin(e, at);
        if (!_openByProcess.TryAdd(e.Process.Number, new Open(e, name, followed, call)))
            throw new HistoryFormatException(e.Index + 1, $"process {e.Process} invokes {e.F} before its {_openByProcess[e.Process.Number].Invocation.F} ended");
        followed.OpenCount++;
        _operationCount++;
        Leave(followed);
    }

    private Verdict? End(HistoryEvent e, long at)
    {
        if (!_openByProcess.Remove(e.Process.Number, out var open))
            throw new HistoryFormatException(e.Index + 1, $"process {e.Process} completes {e.F} without having invoked it");
        open.Followed.OpenCount--;
        var finding = open.Followed.Object is null ? null : open.Call?.End(e, at);
        DropIfOver(open.Name, open.Followed);
        return finding is null ? null : Invalid(finding, open, e);
    }

    private Verdict Invalid(Finding finding, Open open, HistoryEvent completion) =>
        new(Name, Validity.Invalid, $"{(open.Name.Key is { } key ? $"key {key}" : "the only key")}: the {completion.F} by process {completion.Process} {finding.Reason}")
        {
            Key = open.Name.Key,
            Evidence = [open.Invocation, completion],
        };

    /// <summary>Frees what cannot be followed any more, and remembers the first reason.</summary>
    private void Leave(Followed followed)
    {
        if (followed.Object?.WhyLeft is not { } reason)
            return;
        _whyLeft ??= reason;
        _leftCount++;
        followed.Object = null;
    }

    private void DropIfOver(ObjectName name, Followed followed)
    {
        if (followed is { IsRetired: true, OpenCount: 0 })
            _objects.Remove(name);
    }

    private string Summary() => _leftCount == 0
        ? "nothing was found while the run went on; the whole history is for its own check"
        : $"nothing was found while the run went on, but {_leftCount} of {_keyCount} key(s) could not be followed, the first because {_whyLeft}";

    /// <summary>A key, which may be none.</summary>
    private readonly record struct ObjectName(string? Key);

    private sealed record Open(HistoryEvent Invocation, ObjectName Name, Followed Followed, IOpenCall? Call);

    /// <summary>An object that is followed, or, without one, a key that could not be.</summary>
    private sealed class Followed(IStreamedObject followed)
    {
        public IStreamedObject? Object { get; set; } = followed;

        public int OpenCount { get; set; }

        public bool IsRetired { get; set; }
    }
}
