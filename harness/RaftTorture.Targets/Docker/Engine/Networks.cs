using System.Net.Http.Json;
using RaftTorture.Targets.Docker.Engine.Transport;
using RaftTorture.Targets.Docker.Engine.Values;

namespace RaftTorture.Targets.Docker.Engine;

/// <summary>Networks, each named by its id or its name. Every call throws <see cref="EngineException"/> where the engine refuses.</summary>
internal sealed class Networks(EngineHttp http)
{
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(NetworkSpec spec, CancellationToken cancellation) =>
        (await http.PostAsync("/networks/create", spec, EngineJson.Default.NetworkSpec, EngineJson.Default.NetworkCreated, cancellation)).Id;

    public async Task<IReadOnlyList<NetworkDetails>> ListAsync(string label, CancellationToken cancellation) =>
        await http.GetAsync(EnginePath.Of("/networks", ("filters", Filters.ByLabel(label))), EngineJson.Default.ListNetworkDetails, cancellation);

    public Task<NetworkDetails> InspectAsync(string network, CancellationToken cancellation) =>
        http.GetAsync(Path(network), EngineJson.Default.NetworkDetails, cancellation);

    /// <summary>Connects a container that is there. Its address must be said again even if it was connected before.</summary>
    public Task ConnectAsync(string network, NetworkConnection connection, CancellationToken cancellation) =>
        http.DoAsync(HttpMethod.Post, $"{Path(network)}/connect", JsonContent.Create(connection, EngineJson.Default.NetworkConnection), cancellation);

    public Task DisconnectAsync(string network, NetworkConnection connection, CancellationToken cancellation) =>
        http.DoAsync(HttpMethod.Post, $"{Path(network)}/disconnect", JsonContent.Create(connection, EngineJson.Default.NetworkConnection), cancellation);

    /// <summary>Removes it. One that is gone already is no error; one with containers in it that run, and stay, is.</summary>
    public Task RemoveAsync(string network, CancellationToken cancellation) => Removal.UntilGoneAsync(
        async () =>
        {
            await http.DoAsync(HttpMethod.Delete, Path(network), null, cancellation);
            return true;
        },
        cancellation);

    private static string Path(string network) => $"/networks/{EnginePath.Escape(network)}";
}
