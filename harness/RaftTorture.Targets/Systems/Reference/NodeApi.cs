using System.Net.Http.Json;
using RaftTorture.Kv.Api;

namespace RaftTorture.Targets.Systems.Reference;

/// <summary>What the harness asks of a node over HTTP.</summary>
internal sealed class NodeApi(HttpClient http, Uri address)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>True if <c>GET /healthz</c> says 200 soon.</summary>
    public Task<bool> IsHealthyAsync(CancellationToken cancellation) => SoonAsync(
        async soon =>
        {
            using var answer = await http.GetAsync(new Uri(address, "/healthz"), soon);
            return answer.IsSuccessStatusCode;
        },
        cancellation);

    /// <summary>What the node says of itself, or null if it does not answer soon.</summary>
    public Task<NodeStatusDto?> StatusAsync(CancellationToken cancellation) =>
        SoonAsync(soon => http.GetFromJsonAsync(new Uri(address, "/status"), KvJson.Default.NodeStatusDto, soon), cancellation);

    /// <summary>Asks and waits a short time; the default where there is no answer in it.</summary>
    private static async Task<T?> SoonAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        soon.CancelAfter(Patience);
        try
        {
            return await ask(soon.Token);
        }
        catch (Exception silent) when (Silence.Is(silent))
        {
            cancellation.ThrowIfCancellationRequested();
            return default;
        }
    }
}
