namespace RaftTorture.Targets.Kernel.Probes;

/// <summary>What is sent through every link that is probed.</summary>
/// <param name="Count">How many datagrams.</param>
/// <param name="GapMs">The time between two of them, milliseconds; 0 sends them in one go.</param>
/// <param name="Bytes">What each carries, bytes; at least <see cref="LeastBytes"/>.</param>
/// <param name="PatienceMs">How long to wait for the last of them, milliseconds.</param>
/// <param name="Enough">How many arrivals on every link end the wait before that.</param>
internal sealed record ProbeTrain(int Count, double GapMs, int Bytes, int PatienceMs, int Enough = int.MaxValue)
{
    public const int LeastBytes = 32;
}
