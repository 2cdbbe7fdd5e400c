using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Targets.Kernel.Probes;

/// <summary>Plays one train of datagrams over all links at once, on one thread.</summary>
internal sealed class ProbeRun
{
    private readonly long _round = Random.Shared.NextInt64();
    private readonly IReadOnlyDictionary<string, Socket> _sockets;
    private readonly ProbeTrain _train;
    private readonly ImmutableArray<LinkTally> _tallies;
    private readonly Dictionary<(Socket At, SocketAddress From), LinkTally> _bySource = [];
    private readonly SocketAddress _sender = new(AddressFamily.InterNetwork);
    private readonly byte[] _outgoing;
    private readonly byte[] _incoming = new byte[64 * 1024];

    public ProbeRun(IReadOnlyDictionary<string, Socket> sockets, IEnumerable<Link> links, ProbeTrain train)
    {
        (_sockets, _train) = (sockets, train);
        _tallies = [.. links.Where(link => sockets.ContainsKey(link.From) && sockets.ContainsKey(link.To)).Select(link => new LinkTally(link))];
        foreach (var tally in _tallies)
            _bySource[(sockets[tally.Link.To], AddressOf(tally.Link.From))] = tally;
        _outgoing = new byte[Math.Max(train.Bytes, ProbeTrain.LeastBytes)];
        Random.Shared.NextBytes(_outgoing);
    }

    public ImmutableArray<LinkSeen> Seen => [.. _tallies.Select(tally => tally.Seen)];

    public void Play(CancellationToken cancellation)
    {
        if (_tallies.IsEmpty)
            return;
        var start = Stopwatch.GetTimestamp();
        for (var number = 0; number < _train.Count && !IsEnough; number++)
        {
            ReceiveUntil(start, number * _train.GapMs, cancellation);
            foreach (var tally in _tallies)
                Send(tally, number);
        }

        ReceiveUntil(Stopwatch.GetTimestamp(), _train.PatienceMs, cancellation);
    }

    private bool IsEnough => _tallies.All(tally => tally.Received >= _train.Enough);

    private void Send(LinkTally tally, int number)
    {
        tally.Sent++;
        Datagram.Now(_round, number).Write(_outgoing);
        try
        {
            _sockets[tally.Link.From].SendTo(_outgoing, SocketFlags.None, AddressOf(tally.Link.To));
        }
        catch (SocketException)
        {
            // A network that does not even take it has lost it.
        }
    }

    private void ReceiveUntil(long start, double ms, CancellationToken cancellation)
    {
        do
        {
            cancellation.ThrowIfCancellationRequested();
            var leftMs = Math.Clamp(ms - Stopwatch.GetElapsedTime(start).TotalMilliseconds, 0, 50);
            var ready = _sockets.Values.ToList();
            Socket.Select(ready, null, null, (int)(leftMs * 1000));
            foreach (var socket in ready)
                Drain(socket);
        }
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < ms && !IsEnough);
    }

    private void Drain(Socket socket)
    {
        while (socket.Available > 0)
        {
            var length = socket.ReceiveFrom(_incoming, SocketFlags.None, _sender);
            var at = Stopwatch.GetTimestamp();
            var datagram = Datagram.Read(_incoming.AsSpan(0, length));
            if (_bySource.TryGetValue((socket, _sender), out var tally) && (datagram is null || datagram.Value.Round == _round))
                tally.Arrived(datagram, at);
        }
    }

    private SocketAddress AddressOf(string node) => ((IPEndPoint)_sockets[node].LocalEndPoint!).Serialize();
}
