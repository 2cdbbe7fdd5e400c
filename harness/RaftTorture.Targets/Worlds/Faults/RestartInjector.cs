using System.Diagnostics;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Faults;
using RaftTorture.Targets.Kernel;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>Restarts nodes: many times at once as after a bad deployment, or one after the other as in a good one.</summary>
internal sealed class RestartInjector(IKernel kernel, IReadOnlyDictionary<string, IWorldNode> nodes, IStarter starter) : IInjector
{
    private readonly RestartStorms _storms = new(starter);
    private readonly RollingRestarts _rolling = new(kernel, starter);

    public FaultKind Kind => FaultKind.Restart;

    /// <summary>It takes nothing but signals and starts.</summary>
    public static Task<Ability> ProbeAsync(IKernel kernel, CancellationToken cancellation) =>
        Task.FromResult(new Ability(true, "SIGKILL or SIGTERM, and starts"));

    public Task<FaultEffect> ApplyAsync(Fault fault, CancellationToken cancellation) => fault switch
    {
        Fault.RestartStorm storm => Effects.OfAllAsync(Named(storm.Nodes), node => _storms.BlowAsync(node, storm.Times, storm.GapMs, cancellation)),
        Fault.RollingRestart rolling => _rolling.RollAsync(Named(rolling.Nodes), rolling.Version, cancellation),
        _ => throw new UnreachableException($"{fault}"),
    };

    private IWorldNode[] Named(IEnumerable<string> names) => [.. names.Select(name => nodes[name])];
}
