using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Checkers.Growing;

/// <summary>Who added which element to one collection.</summary>
internal sealed class Additions
{
    private readonly Dictionary<Value, Call> _callOf = [];
    private readonly Dictionary<Value, Call> _failed = [];

    /// <param name="calls">The calls of one key; those that add are told by their function.</param>
    /// <param name="f">The function that adds an element.</param>
    public Additions(IEnumerable<Call> calls, string f)
    {
        foreach (var call in calls.Where(call => call.F == f))
        {
            if (call.Outcome == EventType.Fail)
                _failed.TryAdd(call.Argument, call);
            else if (!_callOf.TryAdd(call.Argument, call))
                Repeated ??= call.Argument;
        }

        Acknowledged = [.. calls.Where(call => call.F == f && call.IsOk)];
    }

    /// <summary>In order of invocation.</summary>
    public IReadOnlyList<Call> Acknowledged { get; }

    /// <summary>An element that was added twice, so that nobody can tell which is read; or null.</summary>
    public Value? Repeated { get; }

    /// <summary>The call that added it, or may have.</summary>
    public Call Of(Value element) => _callOf[element];

    /// <summary>Whether somebody added it, or may have.</summary>
    public bool MayHold(Value element) => _callOf.ContainsKey(element);

    /// <summary>The call that certainly did not add it, or null.</summary>
    public Call? FailedOf(Value element) => _failed.GetValueOrDefault(element);
}
