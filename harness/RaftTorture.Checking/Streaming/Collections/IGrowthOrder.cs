namespace RaftTorture.Checking.Streaming.Collections;

/// <summary>The order in which reads force the elements of one collection: all that tells a list from a set.</summary>
internal interface IGrowthOrder
{
    /// <summary>Takes in a read of elements that are all different.</summary>
    /// <param name="read">As they stand in the answer.</param>
    /// <param name="at">The read, by the position of its end; its elements know it.</param>
    /// <returns>What is impossible about it, in words that follow "read"; or null.</returns>
    string? Admit(IReadOnlyList<StreamedElement> read, long at);
}
