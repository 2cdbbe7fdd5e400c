using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RaftTorture.Checking.Histories;
using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Workloads;
using RaftTorture.Targets.Systems;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>etcd 3.4 or later from a package, as a register: a program that knows nothing of this project.</summary>
internal sealed class EtcdSystem : ISystem, IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };

    public string Name => "etcd";

    public int PeerPort => 2380;

    public NodeLaunch LaunchOf(Site site, IReadOnlyList<Site> all, bool joins = false) => new(
        ["etcd"],
        [
            "--name", site.Node,
            "--data-dir", Path.Combine(site.DataDirectory, "etcd"),
            "--listen-peer-urls", PeerUrl(site),
            "--initial-advertise-peer-urls", PeerUrl(site),
            "--listen-client-urls", ClientUrl(site),
            "--advertise-client-urls", ClientUrl(site),
            "--initial-cluster", string.Join(',', all.Select(member => $"{member.Node}={PeerUrl(member)}")),
            "--initial-cluster-state", joins ? "existing" : "new",
            "--log-outputs", "stderr",
            "--logger", "zap",
        ]);

    /// <remarks>It answers its clients only once it has met its cluster.</remarks>
    public async Task<bool> IsReadyAsync(Site site, CancellationToken cancellation) => await StatusAsync(site, cancellation) is not null;

    public async Task<NodeStatus?> ObserveAsync(Site site, CancellationToken cancellation) =>
        await StatusAsync(site, cancellation) is { } status
            ? new NodeStatus(
                site.Node,
                NumberOf(status["raftTerm"]),
                $"{status["leader"]}" == $"{status["header"]?["member_id"]}",
                NumberOf(status["raftIndex"]),
                NumberOf(status["raftAppliedIndex"]))
            : null;

    public Task<DateTimeOffset?> ReadClockAsync(Site site, CancellationToken cancellation) => Task.FromResult<DateTimeOffset?>(null);

    public IClient OpenClient(ProcessId process, string node, IReadOnlyList<Site> all) => new Client(this, all.Single(site => site.Node == node));

    public void Dispose() => _http.Dispose();

    private async Task<JsonNode?> StatusAsync(Site site, CancellationToken cancellation)
    {
        try
        {
            return await AskAsync(site, "maintenance/status", [], cancellation);
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException or JsonException)
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    private async Task<JsonNode> AskAsync(Site site, string what, JsonObject body, CancellationToken cancellation)
    {
        using var answer = await _http.PostAsJsonAsync($"{ClientUrl(site)}/v3/{what}", body, cancellation);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(cancellation))!;
    }

    private static long NumberOf(JsonNode? number) => long.Parse($"{number ?? "0"}");

    private static string PeerUrl(Site site) => $"http://{site.Address}:2380";

    private static string ClientUrl(Site site) => $"http://{site.Address}:2379";

    private static string Encoded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private sealed class Client(EtcdSystem etcd, Site site) : IClient
    {
        public async Task<Completion> InvokeAsync(Operation operation, CancellationToken deadline)
        {
            try
            {
                return operation.F == Functions.Write ? await WriteAsync(operation, deadline) : await ReadAsync(operation, deadline);
            }
            catch (Exception open) when (open is HttpRequestException or OperationCanceledException)
            {
                return new Completion.Unknown(open.Message);
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private async Task<Completion> WriteAsync(Operation operation, CancellationToken deadline)
        {
            var number = ((Value.Number)operation.Value).Content;
            await etcd.AskAsync(site, "kv/put", new JsonObject { ["key"] = Encoded(operation.Key), ["value"] = Encoded($"{number}") }, deadline);
            return new Completion.Ok(operation.Value);
        }

        private async Task<Completion> ReadAsync(Operation operation, CancellationToken deadline)
        {
            var answer = await etcd.AskAsync(site, "kv/range", new JsonObject { ["key"] = Encoded(operation.Key) }, deadline);
            var value = answer["kvs"]?[0]?["value"];
            return new Completion.Ok(value is null ? Value.Absent : Value.Of(long.Parse(Encoding.UTF8.GetString(Convert.FromBase64String($"{value}")))));
        }
    }
}
