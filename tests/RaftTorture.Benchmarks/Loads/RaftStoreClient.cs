using RaftTorture.Client;
using RaftTorture.Kv;

namespace RaftTorture.Benchmarks.Loads;

/// <summary>RaftTorture's own client.</summary>
internal sealed class RaftStoreClient : IStoreClient
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = 1, UseProxy = false });
    private readonly KvClient _client;

    public RaftStoreClient(IReadOnlyDictionary<string, Uri> nodes, string home, ulong seed) =>
        _client = new KvClient(_http, nodes, home, seed);

    public Task PutAsync(string key, string value) => ResultAsync(new KvCommand.Put(key, value));

    public async Task<string?> GetAsync(string key) => (await ResultAsync(new KvCommand.Get(key))).Value;

    public void Dispose() => _http.Dispose();

    private async Task<KvResult.Done> ResultAsync(KvCommand command) =>
        await _client.ExecuteAsync(command, CancellationToken.None) is KvOutcome.Done { Result: KvResult.Done done }
            ? done
            : throw new BenchmarkException($"{command} was not done");
}
