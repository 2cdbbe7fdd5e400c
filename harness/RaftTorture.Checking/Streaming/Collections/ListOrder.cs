namespace RaftTorture.Checking.Streaming.Collections;

/// <summary>A list shows the order of its elements itself: of two reads one is the beginning of the other.</summary>
internal sealed class ListOrder : IGrowthOrder
{
    private readonly List<StreamedElement> _longest = [];

    public string? Admit(IReadOnlyList<StreamedElement> read, long at)
    {
        long latestInvocation = -1;
        for (var i = 0; i < read.Count; i++)
        {
            if (i == _longest.Count)
                _longest.Add(read[i]);
            else if (_longest[i] != read[i])
                return $"shows {read[i].Content} where another read showed {_longest[i].Content}";
            if (read[i].AcknowledgedAt < latestInvocation)
                return $"shows {read[i].Content} behind what was invoked only after {read[i].Content} had been acknowledged";
            latestInvocation = Math.Max(latestInvocation, read[i].AddedFrom);
        }

        return null;
    }
}
