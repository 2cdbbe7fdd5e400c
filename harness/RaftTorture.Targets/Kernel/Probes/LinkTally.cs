using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Targets.Kernel.Probes;

/// <summary>Counts what comes out of one link.</summary>
internal sealed class LinkTally(Link link)
{
    private readonly List<double> _delaysMs = [];
    private readonly HashSet<int> _known = [];
    private int _highest = -1;
    private int _doubled;
    private int _overtaken;
    private int _corrupt;
    private long _firstAt;
    private long _lastAt;

    public Link Link => link;

    public int Sent { get; set; }

    public int Received => _delaysMs.Count;

    /// <param name="datagram">Null if it was not as it was sent.</param>
    /// <param name="at">When it came, a timestamp of the same clock as its own.</param>
    public void Arrived(Datagram? datagram, long at)
    {
        if (datagram is not { } whole)
            _corrupt++;
        else if (_known.Add(whole.Number))
            First(whole, at);
        else
            _doubled++;
    }

    public LinkSeen Seen => new(
        link, new Arrivals(Sent, [.. _delaysMs], _doubled, _overtaken, _corrupt, Stopwatch.GetElapsedTime(_firstAt, _lastAt).TotalMilliseconds));

    private void First(Datagram datagram, long at)
    {
        _delaysMs.Add(Math.Round(Stopwatch.GetElapsedTime(datagram.SentAt, at).TotalMilliseconds, 3));
        if (datagram.Number < _highest)
            _overtaken++;
        _highest = Math.Max(_highest, datagram.Number);
        _firstAt = _firstAt == 0 ? at : _firstAt;
        _lastAt = at;
    }
}
