using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace RaftTorture.Benchmarks.Loads;

/// <summary>etcd through the JSON gateway in front of its gRPC interface: what anybody without its native client must use.</summary>
internal sealed class GatewayStoreClient(Uri member) : IStoreClient
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 1, UseProxy = false });

    public Task PutAsync(string key, string value) =>
        AskAsync("/v3/kv/put", new { key = Base64(key), value = Base64(value) });

    public async Task<string?> GetAsync(string key)
    {
        var answer = await AskAsync("/v3/kv/range", new { key = Base64(key) });
        return answer.TryGetProperty("kvs", out var found)
            ? Encoding.UTF8.GetString(found[0].GetProperty("value").GetBytesFromBase64())
            : null;
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> AskAsync(string path, object body)
    {
        try
        {
            using var response = await _http.PostAsJsonAsync(new Uri(member, path), body);
            return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new BenchmarkException(e.Message);
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
