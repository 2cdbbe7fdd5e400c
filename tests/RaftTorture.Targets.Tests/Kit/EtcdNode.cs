using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RaftTorture.Targets.Kernel.Clocks.Faketime;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>One etcd on loopback: a program of Go, which tells the time in the Date of its answers.</summary>
internal sealed class EtcdNode : INode, INodeLife, IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly HttpClient _http = new();
    private readonly Uri _client = new($"http://127.0.0.1:{FreePort()}");
    private readonly Process _process;

    private EtcdNode(FaketimePlace? faketime)
    {
        var peer = $"http://127.0.0.1:{FreePort()}";
        _process = Process.Start(new ProcessStartInfo(
            "etcd",
            [
                "--data-dir", Path.Combine(_directory.Path, "etcd"), "--listen-client-urls", _client.OriginalString, "--advertise-client-urls", _client.OriginalString,
                "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", $"default={peer}",
            ])
        { RedirectStandardError = true, RedirectStandardOutput = true }.With(faketime))!;
    }

    public string Id => "n1";

    public INodeLife Life => this;

    public int Pid => _process.Id;

    public bool IsAlive => !_process.HasExited;

    public bool IsRunning => IsAlive;

    public Task<int> Ended => throw new NotSupportedException();

    public bool HasServed { get; set; }

    public bool IsCondemned { get; set; }

    public bool IsPaused { get; set; }

    public NodeApi Api => throw new NotSupportedException();

    public AdminApi Admin => throw new NotSupportedException();

    /// <summary>Returns when it serves.</summary>
    public static async Task<EtcdNode> StartAsync(FaketimePlace? faketime = null)
    {
        var etcd = new EtcdNode(faketime);
        var start = Stopwatch.GetTimestamp();
        while (await etcd.ReadClockAsync() is null)
        {
            Assert.That(Stopwatch.GetElapsedTime(start).TotalSeconds, Is.LessThan(60), "etcd does not serve");
            await Task.Delay(10);
        }

        return etcd;
    }

    /// <summary>Whole seconds; null if it does not answer.</summary>
    public async Task<DateTimeOffset?> ReadClockAsync()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(_client, "/version"));
            return answer.Headers.Date;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public async Task<TimeSpan> OffsetAsync() => (await ReadClockAsync())!.Value - DateTimeOffset.UtcNow;

    public Task SendAsync(Signal signal, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<bool?> IsStoppedAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        Preloaded.Forget(_process.Id);
        _process.Dispose();
        _http.Dispose();
        _directory.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
