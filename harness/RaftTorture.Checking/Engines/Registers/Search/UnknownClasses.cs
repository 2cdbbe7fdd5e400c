namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>
/// The unknown operations by what they do: those of one class can stand for each other, the one invoked first before the others. Writes of
/// values that nobody ever looks for do the same, whatever the value.
/// </summary>
internal sealed class UnknownClasses
{
    private readonly int[] _classOf;
    private readonly List<List<int>> _members = [];

    public UnknownClasses(SearchEvents events, PruningRules rules, Deadline deadline)
    {
        var columns = events.Columns;
        _classOf = new int[columns.Count];
        var known = new Dictionary<(int Requires, int Next), int>();
        for (var i = columns.CertainCount; i < columns.Count; i++)
        {
            deadline.Tick();
            if (events.CalledAt[i] < 0)
                continue;
            var effect = (columns.Requires[i], events.StateAfter(events.CalledAt[i], columns.Writes[i]));
            if (!rules.Symmetry || !known.TryGetValue(effect, out var number))
            {
                known[effect] = number = _members.Count;
                _members.Add([]);
            }

            _classOf[i] = number;
            _members[number].Add(i);
        }
    }

    /// <summary>Classes are numbered by the invocation of their first member.</summary>
    public int Count => _members.Count;

    public int Of(int unknown) => _classOf[unknown];

    public int Size(int unknownClass) => _members[unknownClass].Count;

    /// <summary>The members in order of invocation.</summary>
    public int Member(int unknownClass, int index) => _members[unknownClass][index];
}
