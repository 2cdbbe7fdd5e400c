using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Firewall;
using RaftTorture.Targets.Kernel.Packets;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A kernel whose levers on the network say ok and do nothing, while it says so; all else it does.</summary>
internal sealed class IdleLevers(IKernel kernel) : IKernel
{
    public bool AreIdle { get; set; } = true;

    public async Task<TReply> AskAsync<TReply>(KernelRequest<TReply> request, CancellationToken cancellation)
        where TReply : notnull => (object)request switch
        {
            ApplyCuts cuts when AreIdle => (TReply)(object)new FirewallState(cuts.Cuts.Elements, 0, 0),
            ShapePackets when AreIdle => (TReply)(object)new PacketsShaped(1),
            _ => await kernel.AskAsync(request, cancellation),
        };

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
