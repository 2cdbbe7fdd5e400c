using System.Collections;

namespace RaftTorture.Checking.Engines;

/// <summary>A list that looks at the clock now and then as it is read. See <see cref="Deadline.Watch"/>.</summary>
internal sealed class WatchedList<T>(IReadOnlyList<T> items, Deadline deadline) : IReadOnlyList<T>
{
    public int Count => items.Count;

    public T this[int index]
    {
        get
        {
            deadline.Tick();
            return items[index];
        }
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < items.Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
