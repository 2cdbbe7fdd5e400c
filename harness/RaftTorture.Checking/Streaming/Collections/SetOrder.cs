namespace RaftTorture.Checking.Streaming.Collections;

/// <summary>Of two reads of a set one contains the other. All reads together are one sequence of elements, and each of them a beginning of it.</summary>
internal sealed class SetOrder : IGrowthOrder
{
    /// <summary>All elements that were seen. Between two sizes that were read, their order is open.</summary>
    private readonly List<StreamedElement> _seen = [];
    private readonly SortedSet<int> _sizes = [0];

    public string? Admit(IReadOnlyList<StreamedElement> read, long at)
    {
        var smaller = _sizes.GetViewBetween(0, read.Count).Max;
        var larger = _sizes.GetViewBetween(read.Count, int.MaxValue).Min;
        var isLargest = larger < read.Count; // the view is empty, and its least number 0
        for (var i = 0; i < smaller; i++)
        {
            if (_seen[i].LastRead != at)
                return $"lacks {_seen[i].Content}, which a read showed that was not larger";
        }

        if (isLargest)
            _seen.AddRange(read.Where(element => !element.IsSeen));
        else if (!MoveUp(smaller, larger, read.Count, at))
            return "shows what a larger read lacked";
        _sizes.Add(read.Count);
        return null;
    }

    /// <summary>Sorts a part of the sequence: first what the read shows.</summary>
    /// <returns>False if there is not enough of it: the rest lies behind.</returns>
    private bool MoveUp(int from, int to, int size, long at)
    {
        var part = _seen.GetRange(from, to - from);
        var shown = part.FindAll(element => element.LastRead == at);
        _seen.RemoveRange(from, to - from);
        _seen.InsertRange(from, [.. shown, .. part.Where(element => element.LastRead != at)]);
        return from + shown.Count == size;
    }
}
