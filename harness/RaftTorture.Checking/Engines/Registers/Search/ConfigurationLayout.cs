using System.Numerics;

namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>
/// How a configuration stands in words: the state (and when, for the memory of the depth-first search), until when nothing is owed to writes
/// that do not look, a bit for each open operation that is linearized, and for each class of unknown operations how many were used.
/// </summary>
/// <remarks>
/// The slot of an operation is free again when it has returned, so that a configuration follows concurrency and not length. Unknown
/// operations never return, but those that do the same can stand for each other: the number used says all.
/// A field for such a number has one bit more than it needs, see <see cref="UsesNoMore"/>.
/// </remarks>
internal sealed class ConfigurationLayout
{
    private const int BitsPerWord = 64;
    private const int StateWord = 0;
    private const int ReleasedWord = 1;
    private const int FirstSlotWord = 2;

    private readonly int _firstUsedWord;
    private readonly int[] _slot;
    private readonly int[] _fieldWord;
    private readonly int[] _fieldShift;
    private readonly ulong[] _fieldMask;
    private readonly ulong[] _guards;

    public ConfigurationLayout(SearchEvents events, UnknownClasses classes, Deadline deadline)
    {
        _slot = new int[events.Columns.Count];
        _firstUsedWord = FirstSlotWord + ((AssignSlots(events, deadline) + BitsPerWord - 1) / BitsPerWord);
        (_fieldWord, _fieldShift, _fieldMask) = (new int[classes.Count], new int[classes.Count], new ulong[classes.Count]);
        Words = AssignFields(classes);
        _guards = new ulong[Words];
        for (var c = 0; c < classes.Count; c++)
            _guards[_fieldWord[c]] |= (_fieldMask[c] + 1) << _fieldShift[c];
    }

    /// <summary>Length of a configuration.</summary>
    public int Words { get; }

    public static int State(ReadOnlySpan<ulong> configuration) => (int)(uint)configuration[StateWord];

    public static void SetState(Span<ulong> configuration, int state) => configuration[StateWord] = (uint)state;

    /// <summary>Tells equal configurations at different events apart; the state is kept.</summary>
    public static void SetTime(Span<ulong> configuration, int time) => configuration[StateWord] = ((ulong)(uint)time << 32) | (uint)configuration[StateWord];

    /// <summary>To writes that do not look and were invoked before this event, nothing is owed: they may have been hidden.</summary>
    public static int ReleasedBefore(ReadOnlySpan<ulong> configuration) => (int)configuration[ReleasedWord];

    public static void SetReleasedBefore(Span<ulong> configuration, int time) => configuration[ReleasedWord] = (ulong)time;

    /// <summary>Whether a certain, open operation is linearized.</summary>
    public bool IsDone(ReadOnlySpan<ulong> configuration, int operation) =>
        (configuration[FirstSlotWord + (_slot[operation] / BitsPerWord)] >> (_slot[operation] % BitsPerWord) & 1) != 0;

    public void SetDone(Span<ulong> configuration, int operation) =>
        configuration[FirstSlotWord + (_slot[operation] / BitsPerWord)] |= 1UL << (_slot[operation] % BitsPerWord);

    /// <summary>Frees the slot of an operation that returned.</summary>
    public void Clear(Span<ulong> configuration, int operation) =>
        configuration[FirstSlotWord + (_slot[operation] / BitsPerWord)] &= ~(1UL << (_slot[operation] % BitsPerWord));

    /// <summary>How many unknown operations of a class were linearized.</summary>
    public int Used(ReadOnlySpan<ulong> configuration, int unknownClass) =>
        (int)(configuration[_fieldWord[unknownClass]] >> _fieldShift[unknownClass] & _fieldMask[unknownClass]);

    public void Use(Span<ulong> configuration, int unknownClass) => configuration[_fieldWord[unknownClass]] += 1UL << _fieldShift[unknownClass];

    /// <summary>Forgets a class that no longer matters.</summary>
    public void Forget(Span<ulong> configuration, int unknownClass) =>
        configuration[_fieldWord[unknownClass]] &= ~(_fieldMask[unknownClass] << _fieldShift[unknownClass]);

    /// <summary>
    /// Whether of no class more was used than in another configuration: all fields of a word in one subtraction, which borrows from guard bits.
    /// </summary>
    public bool UsesNoMore(ReadOnlySpan<ulong> configuration, ReadOnlySpan<ulong> other)
    {
        for (var word = _firstUsedWord; word < Words; word++)
        {
            if ((((other[word] | _guards[word]) - configuration[word]) & _guards[word]) != _guards[word])
                return false;
        }

        return true;
    }

    private int AssignSlots(SearchEvents events, Deadline deadline)
    {
        var (free, count) = (new Stack<int>(), 0);
        for (var time = 0; time < events.Count; time++)
        {
            deadline.Tick();
            var (operation, isReturn) = events.At(time);
            if (isReturn)
                free.Push(_slot[operation]);
            else if (events.Columns.IsCertain(operation))
                _slot[operation] = free.TryPop(out var slot) ? slot : count++;
        }

        return count;
    }

    private int AssignFields(UnknownClasses classes)
    {
        var (word, shift) = (_firstUsedWord, 0);
        for (var c = 0; c < classes.Count; c++)
        {
            var width = BitOperations.Log2((uint)classes.Size(c)) + 1;
            if (shift + width + 1 > BitsPerWord)
                (word, shift) = (word + 1, 0);
            (_fieldWord[c], _fieldShift[c], _fieldMask[c]) = (word, shift, (1UL << width) - 1);
            shift += width + 1;
        }

        return shift == 0 ? word : word + 1;
    }
}
