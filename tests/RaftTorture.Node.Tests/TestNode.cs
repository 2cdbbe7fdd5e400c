using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using RaftTorture.Kv.Api;

namespace RaftTorture.Node.Tests;

/// <summary>A real node process on loopback, started from the binary beside the tests.</summary>
internal sealed class TestNode : IDisposable
{
    private static readonly HttpClient PlainHttp = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(5) };

    private readonly List<string> _output = [];
    private readonly string[] _arguments;
    private Process? _process;

    private TestNode(string name, Uri address, HttpClient http, string[] arguments)
    {
        Name = name;
        Address = address;
        Http = http;
        _arguments = arguments;
    }

    public string Name { get; }

    public Uri Address { get; }

    /// <summary>With what this node is asked.</summary>
    public HttpClient Http { get; }

    public int PeerPort => int.Parse(Argument("--peer-port"));

    public int Pid => _process!.Id;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Variables that it is started with besides this process's own.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>All that the process has printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return string.Join('\n', _output);
        }
    }

    /// <summary>A cluster of so many nodes, none started yet, each with its data below <paramref name="directory"/>.</summary>
    public static TestNode[] Cluster(int count, string directory, params string[] more)
    {
        var names = Enumerable.Range(1, count).Select(i => $"n{i}").ToArray();
        var ports = FreePorts(count * 2);
        var clients = names.SelectMany((name, i) => new[] { "--client", $"{name}=http://127.0.0.1:{ports[i]}" }).ToArray();
        return [.. names.Select((name, i) => new TestNode(name, new Uri($"http://127.0.0.1:{ports[i]}"), PlainHttp,
        [
            "--id", name,
            "--data", Path.Combine(directory, name),
            "--client-port", $"{ports[i]}",
            "--peer-port", $"{ports[count + i]}",
            .. names.SelectMany((peer, j) => j == i ? [] : new[] { "--peer", $"{peer}=127.0.0.1:{ports[count + j]}" }),
            .. clients,
            "--cluster-id", directory,
            "--parent-watch",
            .. more,
        ]))];
    }

    /// <summary>A node that founds nothing and waits to be added to the cluster of that directory.</summary>
    public static TestNode Joiner(string name, string directory, params string[] more)
    {
        var ports = FreePorts(2);
        return new TestNode(name, new Uri($"http://127.0.0.1:{ports[0]}"), PlainHttp,
        [
            "--id", name,
            "--data", Path.Combine(directory, name),
            "--client-port", $"{ports[0]}",
            "--peer-port", $"{ports[1]}",
            "--join",
            "--cluster-id", directory,
            "--parent-watch",
            .. more,
        ]);
    }

    /// <summary>Runs the binary with any arguments until it ends, and returns its exit code and standard error.</summary>
    public static async Task<(int ExitCode, string Error)> RunToEndAsync(params string[] arguments)
    {
        var (exitCode, _, error) = await RunAsync(arguments);
        return (exitCode, error);
    }

    /// <summary>The same, with its standard output.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(StartInfo(arguments))!;
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var kill = late.Token.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.That(late.IsCancellationRequested, Is.False, "the node should have ended by itself");
        return (process.ExitCode, await output, error);
    }

    public string[] Arguments => _arguments;

    /// <summary>The same node, not started, without an option that takes no value.</summary>
    public TestNode Without(string option) => new(Name, Address, Http, [.. _arguments.Where(argument => argument != option)]);

    /// <summary>The same node, not started, which is told nothing of a peer.</summary>
    public TestNode WithoutPeer(string peer)
    {
        var place = Array.FindIndex(_arguments, argument => argument.StartsWith($"{peer}=", StringComparison.Ordinal));
        return new(Name, Address, Http, [.. _arguments[..(place - 1)], .. _arguments[(place + 1)..]]);
    }

    /// <summary>The same node, not started, with more arguments.</summary>
    public TestNode With(params string[] more) => new(Name, Address, Http, [.. _arguments, .. more]);

    /// <summary>The same node, not started, asked over TLS.</summary>
    public TestNode Over(HttpClient https) => new(Name, new Uri($"https://127.0.0.1:{Address.Port}"), https, _arguments);

    /// <summary>What stands behind an option.</summary>
    public string Argument(string option) => _arguments[Array.IndexOf(_arguments, option) + 1];

    public async Task StartAsync()
    {
        _process = new Process { StartInfo = StartInfo(_arguments) };
        foreach (var (name, value) in Environment)
            _process.StartInfo.Environment[name] = value;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.Async(IsHealthyAsync, () => $"{Name} does not serve; it printed:\n{Output}");
    }

    /// <summary>SIGKILL, and gone when this returns.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>Sends a signal by its name without SIG.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{Pid}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>What the parent's death does.</summary>
    public void CloseInput() => _process!.StandardInput.Close();

    /// <summary>Waits for the process to end by itself; returns its exit code.</summary>
    public async Task<int> EndAsync()
    {
        await Eventually.Async(() => Task.FromResult(_process!.HasExited), () => $"{Name} does not end; it printed:\n{Output}");
        return _process!.ExitCode;
    }

    public async Task<KvReply> SendAsync(KvRequest request)
    {
        using var response = await Http.PostAsJsonAsync(new Uri(Address, "/kv"), request, KvJson.Default.KvRequest);
        return (await response.Content.ReadFromJsonAsync(KvJson.Default.KvReply))!;
    }

    public Task<HttpResponseMessage> PostAsync(HttpContent content) => Http.PostAsync(new Uri(Address, "/kv"), content);

    public Task<string> GetAsync(string path) => Http.GetStringAsync(new Uri(Address, path));

    public async Task<NodeStatusDto> StatusAsync() =>
        (await Http.GetFromJsonAsync(new Uri(Address, "/status"), KvJson.Default.NodeStatusDto))!;

    public void Dispose()
    {
        if (_process is { HasExited: false })
            Kill();
        _process?.Dispose();
    }

    private async Task<bool> IsHealthyAsync()
    {
        if (_process!.HasExited)
            throw new InvalidOperationException($"{Name} ended with {_process.ExitCode}; it printed:\n{Output}");
        try
        {
            return await GetAsync("/healthz") == "ok\n";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        lock (_output)
            _output.Add(line ?? "");
    }

    private static ProcessStartInfo StartInfo(string[] arguments) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "RaftTorture.Node.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

    /// <summary>Ports that nobody holds at this moment.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (var listener in listeners)
            listener.Stop();
        return ports;
    }
}
