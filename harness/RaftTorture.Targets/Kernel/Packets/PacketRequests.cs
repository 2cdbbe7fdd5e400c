using System.Collections.Immutable;
using RaftTorture.Targets.Kernel.Firewall;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Packets;

/// <summary>Shapes what passes between nodes, these directions and no other; none of them ends it.</summary>
/// <param name="Seed">Throws the fates of the packets.</param>
internal sealed record ShapePackets(ImmutableArray<ShapedPair> Pairs, long Seed) : KernelRequest<PacketsShaped>
{
    protected override async Task<PacketsShaped> PerformAsync(Workshop workshop, CancellationToken cancellation) =>
        new(await workshop.Get<PacketQueueService>().ShapeAsync(Pairs, Seed, cancellation));
}

/// <param name="TookMs">From the request until it was in force, milliseconds.</param>
internal sealed record PacketsShaped(double TookMs);

/// <summary>Asks what was done to packets since they were last shaped.</summary>
internal sealed record CountPackets : KernelRequest<PacketCounts>
{
    protected override Task<PacketCounts> PerformAsync(Workshop workshop, CancellationToken cancellation) =>
        Task.FromResult(workshop.Get<PacketQueueService>().Counts);
}

/// <summary>Removes what a harness that was killed has left of the rules that fill queues. Those of a run that lives are left alone.</summary>
internal sealed record SweepPacketRules : KernelRequest<SweptRules>
{
    protected override async Task<SweptRules> PerformAsync(Workshop workshop, CancellationToken cancellation) =>
        new(await workshop.Get<PacketQueueService>().SweepAsync(cancellation));
}

/// <param name="Chains">How many chains of rules there were.</param>
internal sealed record SweptRules(int Chains);

/// <summary>Shapes two addresses that nobody has, to see whether packets can be shaped, and ends it.</summary>
internal sealed record TryPackets : KernelRequest<Ability>
{
    private const string Remedy =
        $"apt-get install iptables, on a kernel with CONFIG_NETFILTER_NETLINK_QUEUE and NETFILTER_XT_TARGET_NFQUEUE; {BridgeFilter.Remedy}";

    private static readonly PacketShape Slow = new(1, 0, null, 0, 1, 0, 0, 0);

    protected override async Task<Ability> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        await using var queue = new PacketQueueService();
        try
        {
            await queue.ShapeAsync([new ShapedPair(new AddressPair("192.0.2.1", "192.0.2.2"), Slow)], 0, cancellation);
            return new Ability(true, "NFQUEUE and a shaper in user space");
        }
        catch (KernelException refused)
        {
            return Ability.Missing(refused.Message, Remedy);
        }
    }
}
