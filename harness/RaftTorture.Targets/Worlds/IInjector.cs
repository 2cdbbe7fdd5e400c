using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Targets.Worlds;

/// <summary>Does the faults of one family and undoes them, each with a receipt: probe, apply, see.</summary>
/// <remarks>A new one is one file and one line in <c>WorldInjectors</c>. It is never asked for two things at once.</remarks>
internal interface IInjector
{
    FaultKind Kind { get; }

    /// <summary>Does one thing. Confirmed only if a probe saw the effect, by other means than those that made it.</summary>
    /// <param name="fault">Of its family: a fault or a heal.</param>
    Task<FaultEffect> ApplyAsync(Fault fault, CancellationToken cancellation);
}
