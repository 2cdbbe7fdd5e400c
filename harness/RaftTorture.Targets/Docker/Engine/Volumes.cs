using RaftTorture.Targets.Docker.Engine.Transport;
using RaftTorture.Targets.Docker.Engine.Values;

namespace RaftTorture.Targets.Docker.Engine;

/// <summary>Volumes by name. Every call throws <see cref="EngineException"/> where the engine refuses.</summary>
internal sealed class Volumes(EngineHttp http)
{
    public Task<VolumeDetails> CreateAsync(VolumeSpec spec, CancellationToken cancellation) =>
        http.PostAsync("/volumes/create", spec, EngineJson.Default.VolumeSpec, EngineJson.Default.VolumeDetails, cancellation);

    public Task<VolumeDetails> InspectAsync(string volume, CancellationToken cancellation) => http.GetAsync(Path(volume), EngineJson.Default.VolumeDetails, cancellation);

    public async Task<IReadOnlyList<VolumeDetails>> ListAsync(string label, CancellationToken cancellation) =>
        (await http.GetAsync(EnginePath.Of("/volumes", ("filters", Filters.ByLabel(label))), EngineJson.Default.VolumeList, cancellation)).Volumes ?? [];

    /// <summary>Removes it. One that is gone already is no error; one that a container has and keeps, even one that does not run, is.</summary>
    public Task RemoveAsync(string volume, CancellationToken cancellation) => Removal.UntilGoneAsync(
        async () =>
        {
            await http.DoAsync(HttpMethod.Delete, Path(volume), null, cancellation);
            return true;
        },
        cancellation);

    private static string Path(string volume) => $"/volumes/{EnginePath.Escape(volume)}";
}
