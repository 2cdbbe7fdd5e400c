using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Registers;

/// <summary>A <see cref="RegisterHistory"/> as columns of numbers, one entry an operation: what the engines run over.</summary>
internal sealed class RegisterColumns
{
    /// <summary>Stands for no operation; as the one that installed the initial value, it was invoked and returned before all others.</summary>
    public const int NoOperation = -1;

    private readonly Kind[] _kind;
    private readonly int[] _invokedAt;
    private readonly int[] _completedAt;

    public RegisterColumns(RegisterHistory history, Deadline deadline)
    {
        Count = history.Operations.Count;
        CertainCount = history.CertainCount;
        ValueCount = history.ValueCount;
        (Requires, Forbids, Writes) = (new int[Count], new int[Count], new int[Count]);
        (_kind, _invokedAt, _completedAt) = (new Kind[Count], new int[Count], new int[Count]);
        for (var i = 0; i < Count; i++)
        {
            deadline.Tick();
            var operation = history.Operations[i];
            (Requires[i], Forbids[i], Writes[i]) = operation;
            _kind[i] = KindOf(operation);
            HasBlindMisses |= IsBlindMiss(i);
            (_invokedAt[i], _completedAt[i]) = (history.Calls[i].InvokedAt, history.Calls[i].CompletedAt);
        }
    }

    /// <summary>In this order: what only looks comes first.</summary>
    private enum Kind : byte
    {
        Read,
        BlindMiss,
        BlindWrite,
        Cas,
    }

    public int Count { get; }

    /// <summary>So many certainly happened; they come first.</summary>
    public int CertainCount { get; }

    public int ValueCount { get; }

    /// <summary>See <see cref="RegisterOperation.Requires"/>.</summary>
    public int[] Requires { get; }

    /// <summary>See <see cref="RegisterOperation.Forbids"/>.</summary>
    public int[] Forbids { get; }

    /// <summary>See <see cref="RegisterOperation.Writes"/>.</summary>
    public int[] Writes { get; }

    /// <summary>Whether there is a cas that missed and does not say what it saw.</summary>
    public bool HasBlindMisses { get; }

    public bool IsCertain(int operation) => operation < CertainCount;

    public bool IsPure(int operation) => _kind[operation] <= Kind.BlindMiss;

    /// <summary>A write that does not look.</summary>
    public bool IsBlindWrite(int operation) => _kind[operation] == Kind.BlindWrite;

    /// <summary>A cas that changed, or would change, the register.</summary>
    public bool IsCas(int operation) => _kind[operation] == Kind.Cas;

    /// <summary>A cas that missed and does not say what it saw.</summary>
    public bool IsBlindMiss(int operation) => _kind[operation] == Kind.BlindMiss;

    /// <summary>Position of its invocation in the history.</summary>
    public int InvokedAt(int operation) => operation == NoOperation ? -1 : _invokedAt[operation];

    /// <summary>Position of its completion; of an unknown one <see cref="Histories.Call.Never"/>.</summary>
    public int CompletedAt(int operation) => operation == NoOperation ? -1 : _completedAt[operation];

    private static Kind KindOf(RegisterOperation operation) => operation switch
    {
        { IsBlindWrite: true } => Kind.BlindWrite,
        { IsPure: false } => Kind.Cas,
        { Requires: RegisterOperation.Anything } => Kind.BlindMiss,
        _ => Kind.Read,
    };
}
