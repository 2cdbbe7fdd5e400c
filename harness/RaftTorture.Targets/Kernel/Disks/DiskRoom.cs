namespace RaftTorture.Targets.Kernel.Disks;

/// <summary>What was done to disks and is not undone yet: devices, mounts, and what keeps a filesystem from working.</summary>
/// <remarks>Disposal undoes it, the latest first: what hangs is thawed before it is unmounted, and unmounted before its device goes.</remarks>
internal sealed class DiskRoom : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<(DiskDebt Debt, string Of, Func<Task> UndoAsync)> _debts = [];

    /// <summary>Notes what has been done, and how it is undone.</summary>
    /// <param name="debt">What.</param>
    /// <param name="of">To what: a path, or a filesystem's device.</param>
    public void Owe(DiskDebt debt, string of, Func<Task> undoAsync)
    {
        lock (_gate)
            _debts.Add((debt, of, undoAsync));
    }

    public bool Owes(DiskDebt debt, string of)
    {
        lock (_gate)
            return _debts.Exists(each => each.Debt == debt && each.Of == of);
    }

    /// <summary>Undoes it. It stays noted if that fails.</summary>
    /// <returns>False if there was nothing to undo.</returns>
    public async Task<bool> SettleAsync(DiskDebt debt, string of)
    {
        if (Find(debt, of) is not { } undoAsync)
            return false;
        await undoAsync();
        lock (_gate)
            _debts.RemoveAll(each => each.UndoAsync == undoAsync);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        var problems = new List<Exception>();
        foreach (var (_, _, undoAsync) in Enumerable.Reverse(_debts))
        {
            try
            {
                await undoAsync();
            }
            catch (Exception problem)
            {
                // One that cannot be undone must not keep the others in place.
                problems.Add(problem);
            }
        }

        _debts.Clear();
        if (problems.Count > 0)
            throw new KernelException(string.Join("; ", problems.Select(problem => problem.Message)), problems[0]);
    }

    private Func<Task>? Find(DiskDebt debt, string of)
    {
        lock (_gate)
            return _debts.FindLast(each => each.Debt == debt && each.Of == of).UndoAsync;
    }
}

/// <summary>The kinds of things that can be undone.</summary>
internal enum DiskDebt
{
    Device,
    Mount,
    Filling,
    Freeze,
    Slowness,
}
