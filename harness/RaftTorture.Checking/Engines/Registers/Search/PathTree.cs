namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>
/// The moves that led to each configuration of a breadth-first search, as a tree of links back. Ways that led nowhere are forgotten
/// when the tree has doubled: what is left is about one way, because configurations have near ancestors in common.
/// </summary>
internal sealed class PathTree(SearchBudget budget)
{
    public const int Root = -1;

    private const int FirstNodes = 1024;
    private const long NodeBytes = 3 * sizeof(int);

    private Node[] _nodes = new Node[FirstNodes];
    private int _count;

    private readonly record struct Node(int Parent, int Time, Move Move);

    /// <summary>Whether <see cref="Prune"/> should come before more is added.</summary>
    public bool IsFull => _count > _nodes.Length / 2;

    /// <returns>The node; <see cref="Root"/> where there is no room: then the budget says so.</returns>
    public int Add(int parent, int time, Move move)
    {
        if (_count == _nodes.Length && !TryGrow())
            return Root;
        _nodes[_count] = new Node(parent, time, move);
        return _count++;
    }

    /// <summary>Forgets what does not lead to one of some nodes.</summary>
    /// <param name="ends">They are renumbered in place; negative ones are left as they are.</param>
    public void Prune(Span<int> ends)
    {
        var isLive = new bool[_count];
        foreach (var end in ends)
        {
            for (var node = end; node >= 0 && !isLive[node]; node = _nodes[node].Parent)
            {
                budget.Deadline.Tick();
                isLive[node] = true;
            }
        }

        var moved = new int[_count];
        var kept = 0;
        for (var node = 0; node < _count; node++)
        {
            budget.Deadline.Tick();
            if (!isLive[node])
                continue;
            var parent = _nodes[node].Parent;
            _nodes[kept] = _nodes[node] with { Parent = parent == Root ? Root : moved[parent] };
            moved[node] = kept++;
        }

        foreach (ref var end in ends)
            end = end < 0 ? end : moved[end];
        _count = kept;
        if (IsFull)
            TryGrow();
    }

    /// <summary>The moves from the start to a node, in their order.</summary>
    public IReadOnlyList<(int Time, Move Move)> PathTo(int node)
    {
        var path = new List<(int Time, Move Move)>();
        for (; node != Root; node = _nodes[node].Parent)
            path.Add((_nodes[node].Time, _nodes[node].Move));
        path.Reverse();
        return path;
    }

    private bool TryGrow()
    {
        var length = _nodes.Length * 2L;
        if (length > Array.MaxLength || !budget.TryTake(length * NodeBytes))
            return false;
        budget.Deadline.Grow(ref _nodes, (int)length);
        budget.GiveBack(length / 2 * NodeBytes);
        return true;
    }
}
