using System.Collections.Immutable;
using RaftTorture.Checking.Histories;
using RaftTorture.Client;
using RaftTorture.Running.Ports;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Systems.Reference;

/// <summary>The node of this project where each node has an address of its own, so that the ports are the same on all.</summary>
/// <remarks>It is not told to watch its parent, as in the <c>local</c> world: what it lives in ends with the harness, and it heeds SIGTERM.</remarks>
internal sealed class ReferenceSystem(ReferenceOptions options) : IOperatedSystem, IDisposable
{
    private const string TokenVariable = "RAFTTORTURE_ADMIN_TOKEN";

    private static readonly ImmutableSortedDictionary<string, string> NoVariables = ImmutableSortedDictionary<string, string>.Empty;

    private const int ClientPort = 7000;
    private const int AdminPort = 7002;

    /// <summary>Those that the harness and its clients connect to; peers have another.</summary>
    public static readonly ImmutableArray<int> ServedPorts = [ClientPort, AdminPort];

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(1) });
    private int _clients;

    public string Name => "reference";

    public int PeerPort => 7001;

    public bool HasOperator => options.Abilities.HasAdminPort;

    public NodeLaunch LaunchOf(Site site, IReadOnlyList<Site> all, bool joins = false) => new(
        options.Program,
        [
            .. Basic(site, all),
            .. joins ? ["--join"] : Array.Empty<string>(),
            .. Admin(site),
            .. Snapshots(),
            .. options.ExtraArguments,
        ])
    {
        Environment = HasOperator && options is { IsTokenInEnvironment: true, Token: { } token } ? NoVariables.Add(TokenVariable, token.Text) : NoVariables,
    };

    /// <remarks>A node serves once it has read its log, with or without the others: a fault in force elsewhere does not keep it from being ready.</remarks>
    public Task<bool> IsReadyAsync(Site site, CancellationToken cancellation) => ApiOf(site).IsHealthyAsync(cancellation);

    public async Task<NodeStatus?> ObserveAsync(Site site, CancellationToken cancellation) =>
        await ApiOf(site).StatusAsync(cancellation) is { } status
            ? new NodeStatus(status.Id, status.Term, status.Role == "leader", status.Commit, status.Applied) { SnapshotTo = [.. status.SnapshotTo] }
            : null;

    /// <remarks>One of an older version does not tell it: then it is null.</remarks>
    public async Task<DateTimeOffset?> ReadClockAsync(Site site, CancellationToken cancellation) =>
        await ApiOf(site).StatusAsync(cancellation) is { ClockMs: > 0 } status ? DateTimeOffset.FromUnixTimeMilliseconds(status.ClockMs) : null;

    /// <inheritdoc cref="ReadClockAsync"/>
    public async Task<TimeSpan?> ReadMonotonicAsync(Site site, CancellationToken cancellation) =>
        await ApiOf(site).StatusAsync(cancellation) is { MonotonicMs: > 0 } status ? TimeSpan.FromMilliseconds(status.MonotonicMs) : null;

    public IClient OpenClient(ProcessId process, string node, IReadOnlyList<Site> all)
    {
        var addresses = all.ToDictionary(site => site.Node, ClientAddress);
        var number = Interlocked.Increment(ref _clients);
        return new ReferenceClient(new KvClient(_http, addresses, node, (ulong)(options.Seed + number)), options.ValueShape);
    }

    public NodeApi ApiOf(Site site) => new(_http, ClientAddress(site));

    public AdminApi AdminOf(Site site) => new(_http, new Uri($"http://{site.ReachOf(AdminPort)}"), options.Token?.Text ?? "");

    public void Dispose()
    {
        _http.Dispose();
        options.Token?.Dispose();
    }

    private IEnumerable<string> Basic(Site site, IReadOnlyList<Site> all) =>
    [
        "--id", site.Node,
        "--data", site.DataDirectory,
        "--bind", $"{site.Address}",
        "--client-port", $"{ClientPort}",
        "--peer-port", $"{PeerPort}",
        "--advertise", $"{site.Address}:{PeerPort}",
        .. all.Where(peer => peer.Node != site.Node).SelectMany(peer => Pair("--peer", peer, $"{peer.Address}:{PeerPort}")),
        .. all.SelectMany(member => Pair("--client", member, ClientAddress(member).GetLeftPart(UriPartial.Authority))),
        "--cluster-id", options.ClusterId,
    ];

    private string[] Admin(Site site) => HasOperator
        ? [NodeAbilities.AdminPort, $"{AdminPort}", "--admin-bind", $"{site.Address}", .. Token()]
        : [];

    private string[] Token() => options.IsTokenInEnvironment ? [NodeAbilities.AdminTokenEnv, TokenVariable] : [NodeAbilities.AdminTokenFile, options.Token!.Path];

    /// <summary>Little is kept behind a snapshot, so that a follower that was away for a moment is sent one.</summary>
    private string[] Snapshots() => options is { Abilities.Compacts: true, SnapshotThreshold: { } entries }
        ? [.. Unless(NodeAbilities.SnapshotThreshold, entries), .. Unless(NodeAbilities.EntriesKept, entries / 10)]
        : [];

    /// <summary>What a person asks of the nodes by name stands.</summary>
    private string[] Unless(string option, int value) => options.ExtraArguments.Contains(option) ? [] : [option, $"{value}"];

    private static string[] Pair(string option, Site site, string address) => [option, $"{site.Node}={address}"];

    private static Uri ClientAddress(Site site) => new($"http://{site.ReachOf(ClientPort)}");
}
