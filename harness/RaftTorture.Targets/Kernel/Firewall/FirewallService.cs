using System.Diagnostics;

namespace RaftTorture.Targets.Kernel.Firewall;

/// <summary>The firewall of this run on this machine: made when it is first needed, gone when it is disposed or its process dies.</summary>
internal sealed class FirewallService : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly string _table = $"rafttorture_{Guid.NewGuid():n}"[..20];
    private NftSession? _nft;
    private string? _whyNoResets;

    /// <summary>Puts cuts in force in place of all others, in one transaction.</summary>
    /// <returns>What the kernel then says that it holds.</returns>
    /// <exception cref="KernelException">It was refused.</exception>
    public Task<FirewallState> ApplyAsync(Cuts cuts, CancellationToken cancellation) => ExclusivelyAsync(
        async nft =>
        {
            if (!cuts.Resets.IsEmpty && _whyNoResets is { } why)
                throw new KernelException($"the kernel does not reset what passes a bridge: {why}");
            var start = Stopwatch.GetTimestamp();
            var state = await TellAsync(nft, FirewallText.Change(_table, cuts, _whyNoResets is null), cancellation);
            return state.Elements == cuts.Elements
                ? state with { TookMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds }
                : throw new KernelException($"the kernel holds {state.Elements} pairs of {cuts.Elements} that it was told to: {nft.Complaints}");
        },
        cancellation);

    public Task<FirewallState> ReadAsync(CancellationToken cancellation) =>
        ExclusivelyAsync(nft => TellAsync(nft, "", cancellation), cancellation);

    /// <summary>Why connections cannot be reset here, or null if they can. Tried, not looked up.</summary>
    public Task<string?> WhyNoResetsAsync(CancellationToken cancellation) =>
        ExclusivelyAsync(_ => Task.FromResult(_whyNoResets), cancellation);

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        _nft?.Dispose();
        _nft = null;
    }

    private async Task<TResult> ExclusivelyAsync<TResult>(Func<NftSession, Task<TResult>> work, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return await work(await ReopenAsync(cancellation));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>An interrupt from the keyboard reaches <c>nft</c> as well, and ends it with all its cuts: what is then to be healed is healed by a new one.</summary>
    private async Task<NftSession> ReopenAsync(CancellationToken cancellation)
    {
        if (_nft is { HasEnded: true } ended)
        {
            _nft = null;
            ended.Dispose();
        }

        return _nft ??= await OpenAsync(cancellation);
    }

    private async Task<NftSession> OpenAsync(CancellationToken cancellation)
    {
        var nft = NftSession.Start();
        try
        {
            await CreateAsync(nft, "bridge", FirewallText.CreateDrops(_table), cancellation);
            _whyNoResets = BridgeFilter.WhyBlind() ?? await WhyRefusedAsync(nft, cancellation);
            return nft;
        }
        catch
        {
            nft.Dispose();
            throw;
        }
    }

    private async Task<string?> WhyRefusedAsync(NftSession nft, CancellationToken cancellation)
    {
        try
        {
            await CreateAsync(nft, "ip", FirewallText.CreateResets(_table), cancellation);
            return null;
        }
        catch (KernelException refused)
        {
            return refused.Message;
        }
    }

    /// <summary>Of a table that is refused there is nothing to be listed, and a complaint may come late: so the sets of all tables are asked for.</summary>
    private async Task CreateAsync(NftSession nft, string family, string text, CancellationToken cancellation)
    {
        var sets = await nft.AskAsync(text, [FirewallText.ListSets(family)], cancellation);
        if (!sets[0].Contains($"\"{_table}\"", StringComparison.Ordinal))
            throw new KernelException($"nft made no table of family {family}: {nft.Complaints}");
    }

    private async Task<FirewallState> TellAsync(NftSession nft, string text, CancellationToken cancellation)
    {
        var answers = await nft.AskAsync(text, FirewallText.List(_table, _whyNoResets is null), cancellation);
        return nft.Complaints is { Length: > 0 } complaints ? throw new KernelException($"nft refused: {complaints}") : FirewallState.Parse(answers);
    }
}
