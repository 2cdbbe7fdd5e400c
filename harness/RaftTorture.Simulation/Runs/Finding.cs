namespace RaftTorture.Simulation.Runs;

/// <summary>What is wrong with a run.</summary>
/// <param name="Layer">What saw it.</param>
/// <param name="Name">The invariant, the checker, or the exception.</param>
/// <param name="What">One sentence, or with an invariant also what led to it.</param>
/// <param name="AtMs">When, in virtual time, milliseconds.</param>
public sealed record Finding(Layer Layer, string Name, string What, long AtMs)
{
    public override string ToString() => $"{Layer} {Name} at {AtMs} ms: {What}";
}
