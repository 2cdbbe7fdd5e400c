using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Targets.Local.Network;

/// <summary>One direction of a link: the shape in force, shared by every connection of the link, and what has passed.</summary>
public sealed class LinkPipe
{
    private Regime _regime = new(LinkShape.Open);

    public LinkShape Shape => Current.Shape;

    /// <summary>The traffic of the nodes; the harness's own probes are not in it.</summary>
    public LinkCounters Counters { get; } = new();

    private Regime Current => Volatile.Read(ref _regime);

    /// <summary>Puts another shape in force, for the bytes that are held now as well as for those to come.</summary>
    internal void Reshape(LinkShape shape) => Interlocked.Exchange(ref _regime, new Regime(shape)).End();

    /// <summary>Returns when bytes of a chunk may be handed to the receiver, under whatever shapes come and go meanwhile.</summary>
    internal async ValueTask AdmitAsync(Chunk chunk, int bytes, CancellationToken cancellation)
    {
        Regime asked;
        do
            asked = Current;
        while (!await asked.UntilAsync(asked.Departure(chunk, bytes), cancellation));
    }

    /// <summary>Returns when the link is no black hole. It does not wait for the end of a reset: that has no connections left.</summary>
    internal async Task AudibleAsync(CancellationToken cancellation)
    {
        while (Current is { Shape.Cut: CutMode.Blackhole } silent)
            await silent.EndedAsync(cancellation);
    }
}
