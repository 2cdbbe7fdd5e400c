namespace RaftTorture.Targets.Local.Network;

/// <summary>Bytes on their way through a link.</summary>
/// <param name="Buffer">A rented array; whoever takes the chunk off the link returns it.</param>
/// <param name="Length">How much of it is filled.</param>
/// <param name="ArrivedAt">Stopwatch timestamp at which the link took it from the sender.</param>
/// <param name="Luck">Its die for jitter, uniform in [0, 1): drawn once, so that waiting twice does not throw twice.</param>
internal readonly record struct Chunk(byte[] Buffer, int Length, long ArrivedAt, double Luck);
