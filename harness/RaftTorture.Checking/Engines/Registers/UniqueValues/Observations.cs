using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Registers.UniqueValues;

/// <summary>
/// Which operations happened, as far as anybody can tell: the certain ones, and of the unknown ones those whose value was found.
/// What nobody found may as well not have happened.
/// </summary>
/// <remarks>
/// That a value was found says who wrote it only if just one operation can have. This is checked here: of a found value that has
/// several writers nothing is claimed.
/// </remarks>
internal sealed class Observations
{
    private const int Nobody = -1;
    private const int Several = -2;

    private readonly RegisterColumns _columns;
    private readonly Deadline _deadline;
    private readonly int[] _writer;
    private readonly int[] _shownBy;
    private readonly bool[] _isFound;
    private readonly Stack<int> _toTrace = new();

    public Observations(RegisterColumns columns, Deadline deadline)
    {
        (_columns, _deadline) = (columns, deadline);
        _writer = Writers(columns, deadline);
        _isFound = new bool[columns.ValueCount];
        _shownBy = new int[columns.Count];
        Array.Fill(_shownBy, Nobody);
        for (var i = 0; i < columns.CertainCount && IsPlain; i++)
            Accept(i, shownBy: i);
        while (IsPlain && _toTrace.TryPop(out var unknown))
            Accept(unknown, _shownBy[unknown]);
    }

    /// <summary>An operation that found what nobody can have written, or what it says it did not find; or null.</summary>
    public int? Impossible { get; private set; }

    /// <summary>Some value that was found has more than one writer: this is no history for reasoning by values.</summary>
    public bool IsAmbiguous { get; private set; }

    private bool IsPlain => !IsAmbiguous && Impossible is null;

    public bool Happened(int operation) => _shownBy[operation] != Nobody;

    /// <summary>Operations, and for each unknown one that happened also a certain one whose answer shows it.</summary>
    public int[] WithEvidence(IEnumerable<int> operations) => [.. operations.SelectMany(i => new[] { i, _shownBy[i] }).Distinct().Order()];

    /// <summary>Whether an operation can have brought the value about again, or for the first time in two ways.</summary>
    public bool HasSeveralOrigins(int value) =>
        _writer[value] == Several || (value == RegisterHistory.InitialState && _writer[value] != Nobody);

    private static int[] Writers(RegisterColumns columns, Deadline deadline)
    {
        var writer = new int[columns.ValueCount];
        Array.Fill(writer, Nobody);
        for (var i = 0; i < columns.Count; i++)
        {
            deadline.Tick();
            if (columns.IsPure(i))
                continue;
            ref var known = ref writer[columns.Writes[i]];
            known = known == Nobody ? i : Several;
        }

        return writer;
    }

    private void Accept(int operation, int shownBy)
    {
        _deadline.Tick();
        _shownBy[operation] = shownBy;
        var value = _columns.Requires[operation];
        if (value == RegisterOperation.Anything)
            return;
        if (value == _columns.Forbids[operation])
            Impossible = operation;
        if (_isFound[value])
            return;
        _isFound[value] = true;
        if (HasSeveralOrigins(value))
            IsAmbiguous = true;
        else if (value != RegisterHistory.InitialState && _writer[value] == Nobody)
            Impossible = operation;
        else if (value != RegisterHistory.InitialState && !_columns.IsCertain(_writer[value]))
            Trace(_writer[value], shownBy);
    }

    private void Trace(int unknown, int shownBy)
    {
        _shownBy[unknown] = shownBy;
        _toTrace.Push(unknown);
    }
}
