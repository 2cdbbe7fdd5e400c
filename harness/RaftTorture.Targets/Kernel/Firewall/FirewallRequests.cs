using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Firewall;

/// <summary>Puts cuts in force in place of all others.</summary>
internal sealed record ApplyCuts(Cuts Cuts) : KernelRequest<FirewallState>
{
    protected override Task<FirewallState> PerformAsync(Workshop workshop, CancellationToken cancellation) =>
        workshop.Get<FirewallService>().ApplyAsync(Cuts, cancellation);
}

/// <summary>Asks what the firewall holds up, and has held up.</summary>
internal sealed record ReadFirewall : KernelRequest<FirewallState>
{
    protected override Task<FirewallState> PerformAsync(Workshop workshop, CancellationToken cancellation) =>
        workshop.Get<FirewallService>().ReadAsync(cancellation);
}

/// <summary>Makes a firewall to see whether it can be made, and takes it away again.</summary>
/// <param name="Resets">Whether it must be able to reset connections.</param>
internal sealed record TryFirewall(bool Resets) : KernelRequest<Ability>
{
    private const string Remedy = "apt-get install nftables, on Linux 5.12 or later with CONFIG_NF_TABLES_BRIDGE, as root or in a user namespace";

    protected override async Task<Ability> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        await using var firewall = new FirewallService();
        try
        {
            var why = await firewall.WhyNoResetsAsync(cancellation);
            return Resets && why is not null
                ? Ability.Missing($"connections that pass a bridge cannot be reset: {why}", BridgeFilter.Remedy)
                : new Ability(true, Resets ? "nftables, family ip behind br_netfilter" : "nftables, one table of family bridge");
        }
        catch (KernelException refused)
        {
            return Ability.Missing(refused.Message, Remedy);
        }
    }
}
