using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Engines.Generic;

/// <summary>Operations that asked the same and were answered the same are one class: the model is asked once for all of them.</summary>
internal sealed class OperationClasses
{
    private readonly int[] _classOf;
    private readonly int[] _elderTwin;

    public OperationClasses(IReadOnlyList<Call> calls, bool looksAtProcess)
    {
        // Looked up, never enumerated: classes are numbered as they come.
        var numbers = new Dictionary<Likeness, int>();
        var latestUnknown = new List<int>();
        _classOf = new int[calls.Count];
        _elderTwin = new int[calls.Count];
        for (var i = 0; i < calls.Count; i++)
        {
            var call = calls[i];
            var likeness = Likeness.Of(call, looksAtProcess);
            if (!numbers.TryGetValue(likeness, out var number))
            {
                numbers.Add(likeness, number = numbers.Count);
                latestUnknown.Add(NoTwin);
            }

            _classOf[i] = number;
            _elderTwin[i] = latestUnknown[number];
            if (call.IsUnknown)
                latestUnknown[number] = i;
        }
    }

    public const int NoTwin = -1;

    public int Of(int operation) => _classOf[operation];

    /// <summary>
    /// The unknown operation of the same class that was invoked last before this one, or <see cref="NoTwin"/>. It can stand wherever this one can,
    /// so this one need not be tried while that one has no place.
    /// </summary>
    public int ElderTwin(int operation) => _elderTwin[operation];

    private readonly record struct Likeness(string F, string? Key, Value Argument, EventType Outcome, Value? Result, Value? Observed, ProcessId? Process)
    {
        public static Likeness Of(Call call, bool looksAtProcess) => new(
            call.F,
            call.Key,
            call.Argument,
            call.Outcome,
            call.IsUnknown ? null : call.Result,
            call.IsUnknown ? null : call.Completion!.Observed,
            looksAtProcess ? call.Process : null);
    }
}
