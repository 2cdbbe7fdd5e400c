using System.Net.Http.Json;
using System.Text.Json;
using RaftTorture.Benchmarks.Machine;

namespace RaftTorture.Benchmarks.Systems;

/// <summary>Three members of etcd with its defaults, but for its log, which would cost it time.</summary>
internal sealed class EtcdCluster : ICluster
{
    private const int Count = 3;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = AnswerLimit };
    private readonly int[] _ports = FreePorts.Take(Count * 2);
    private readonly string _directory;
    private readonly NodeProcess[] _members;

    public EtcdCluster(string directory)
    {
        _directory = directory;
        _members = [.. Enumerable.Range(0, Count).Select(Run)];
    }

    public IReadOnlyList<NodeProcess> Nodes => _members;

    public IReadOnlyList<Uri> Addresses => [.. Enumerable.Range(0, Count).Select(Client)];

    public async Task<bool> IsHealthyAsync(Uri node) =>
        await AnswerAsync(() => _http.GetFromJsonAsync<JsonElement>(new Uri(node, "/health"))) is { } answer
        && answer.GetProperty("health").GetString() == "true";

    public async Task<Uri?> LeaderAsync()
    {
        foreach (var member in Addresses)
        {
            if (await AnswerAsync(() => StatusAsync(member)) is { } status && status.TryGetProperty("leader", out var leader)
                && leader.GetString() == status.GetProperty("header").GetProperty("member_id").GetString())
                return member;
        }

        return null;
    }

    public void Dispose()
    {
        foreach (var member in _members)
            member.Dispose();
        _http.Dispose();
    }

    private async Task<JsonElement> StatusAsync(Uri member)
    {
        using var response = await _http.PostAsJsonAsync(new Uri(member, "/v3/maintenance/status"), new { });
        return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<JsonElement?> AnswerAsync(Func<Task<JsonElement>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or JsonException)
        {
            return null;
        }
    }

    private Uri Client(int member) => new($"http://127.0.0.1:{_ports[member]}");

    private string Peer(int member) => $"http://127.0.0.1:{_ports[Count + member]}";

    private string Plain(int member) => Client(member).GetLeftPart(UriPartial.Authority);

    private NodeProcess Run(int member) => new("etcd",
    [
        "--name", $"m{member}",
        "--data-dir", Path.Combine(_directory, $"m{member}"),
        "--listen-client-urls", Plain(member),
        "--advertise-client-urls", Plain(member),
        "--listen-peer-urls", Peer(member),
        "--initial-advertise-peer-urls", Peer(member),
        "--initial-cluster", string.Join(',', Enumerable.Range(0, Count).Select(other => $"m{other}={Peer(other)}")),
        "--initial-cluster-token", "benchmark",
        "--log-level", "error",
    ]);
}
