using System.Net.Http.Json;
using RaftTorture.Benchmarks.Loads;
using RaftTorture.Benchmarks.Machine;
using RaftTorture.Kv.Api;

namespace RaftTorture.Benchmarks.Systems;

/// <summary>Three reference nodes with their defaults.</summary>
internal sealed class RaftCluster : ICluster
{
    private const int Count = 3;
    private const long MostLag = 1_000;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = AnswerLimit };
    private readonly string[] _names = [.. Enumerable.Range(1, Count).Select(i => $"n{i}")];
    private readonly int[] _ports = FreePorts.Take(Count * 2);
    private readonly string _directory;
    private readonly NodeProcess[] _nodes;

    /// <summary>Starts all nodes, on what is in the directory or from nothing.</summary>
    public RaftCluster(string directory)
    {
        _directory = directory;
        _nodes = [.. Enumerable.Range(0, Count).Select(Run)];
    }

    public IReadOnlyList<NodeProcess> Nodes => _nodes;

    public IReadOnlyList<Uri> Addresses => [.. Enumerable.Range(0, Count).Select(Address)];

    public async Task<bool> IsHealthyAsync(Uri node)
    {
        try
        {
            return await _http.GetStringAsync(new Uri(node, "/healthz")) == "ok\n";
        }
        catch (Exception e) when (IsUnreachable(e))
        {
            return false;
        }
    }

    public async Task<Uri?> LeaderAsync()
    {
        var statuses = await Task.WhenAll(Addresses.Select(StatusAsync));
        var leader = Array.FindIndex(statuses, status => status is { Role: "leader" });
        return leader < 0 ? null : Address(leader);
    }

    /// <summary>Every node answers, follows the same leader, and has applied nearly all that is committed anywhere.</summary>
    public async Task<bool> IsWholeAsync()
    {
        var statuses = await Task.WhenAll(Addresses.Select(StatusAsync));
        return statuses.All(status => status is { Leader: not null })
            && statuses.DistinctBy(status => (status!.Term, status.Leader)).Count() == 1
            && statuses.Max(status => status!.Commit) - statuses.Min(status => status!.Applied) < MostLag;
    }

    /// <summary>A client with a connection of its own whose commands go to this node first.</summary>
    public IStoreClient Connect(Uri home, ulong seed)
    {
        var nodes = _names.Zip(Addresses).ToDictionary(pair => pair.First, pair => pair.Second);
        return new RaftStoreClient(nodes, nodes.Single(node => node.Value == home).Key, seed);
    }

    /// <summary>SIGKILL.</summary>
    public void Kill(Uri node) => _nodes[IndexOf(node)].Kill();

    /// <summary>Starts a node again that was killed.</summary>
    public void Restart(Uri node)
    {
        var index = IndexOf(node);
        _nodes[index].Dispose();
        _nodes[index] = Run(index);
    }

    public void Dispose()
    {
        foreach (var node in _nodes)
            node.Dispose();
        _http.Dispose();
    }

    private static bool IsUnreachable(Exception e) => e is HttpRequestException or IOException or OperationCanceledException;

    private async Task<NodeStatusDto?> StatusAsync(Uri node)
    {
        try
        {
            return await _http.GetFromJsonAsync(new Uri(node, "/status"), KvJson.Default.NodeStatusDto);
        }
        catch (Exception e) when (IsUnreachable(e))
        {
            return null;
        }
    }

    private Uri Address(int node) => new($"http://127.0.0.1:{_ports[node]}");

    private int IndexOf(Uri node) => Enumerable.Range(0, Count).Single(i => Address(i) == node);

    private NodeProcess Run(int node)
    {
        var others = Enumerable.Range(0, Count).Where(other => other != node);
        return new NodeProcess("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "RaftTorture.Node.dll"),
            "--id", _names[node],
            "--data", Path.Combine(_directory, _names[node]),
            "--client-port", $"{_ports[node]}",
            "--peer-port", $"{_ports[Count + node]}",
            .. others.SelectMany(other => new[] { "--peer", $"{_names[other]}=127.0.0.1:{_ports[Count + other]}" }),
            .. _names.SelectMany((name, i) => new[] { "--client", $"{name}={Address(i)}" }),
            "--cluster-id", "benchmark",
            "--parent-watch",
        ]);
    }
}
