using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using RaftTorture.Running.Ports;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Local.Nodes;

/// <summary>A node over all its lives: its ports, its directory, its log, and the process that it is now.</summary>
internal sealed class LocalNode : INode, IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly NodePorts _ports;
    private readonly NodeLog _log;
    private readonly LocalClusterOptions _options;

    /// <param name="id">Its name.</param>
    /// <param name="directory">Its own directory: data and log stay there.</param>
    /// <param name="http">For asking it.</param>
    /// <param name="token">What its operator shows to it.</param>
    /// <param name="options">Of the cluster that it belongs to.</param>
    public LocalNode(string id, string directory, HttpClient http, AdminToken token, LocalClusterOptions options)
    {
        Id = id;
        DataDirectory = Path.Combine(directory, "data");
        _options = options;
        Directory.CreateDirectory(DataDirectory);
        _log = new NodeLog(Path.Combine(directory, "node.log"));
        try
        {
            _ports = new NodePorts();
        }
        catch
        {
            _log.Dispose();
            throw;
        }

        ClientAddress = new Uri($"http://{_ports.Client}");
        Api = new NodeApi(http, ClientAddress);
        Admin = new AdminApi(http, new Uri($"http://{AdminAddress}"), token.Text);
    }

    public string Id { get; }

    public string DataDirectory { get; }

    /// <summary>Where clients reach it.</summary>
    public Uri ClientAddress { get; }

    /// <summary>Where it listens for its peers; they dial proxies instead.</summary>
    public IPEndPoint PeerAddress => _ports.Peer;

    /// <summary>Where its operator reaches it.</summary>
    public IPEndPoint AdminAddress => _ports.Admin;

    public NodeApi Api { get; }

    public AdminApi Admin { get; }

    public string LogTail => _log.Tail;

    /// <summary>One sentence if its log lost lines, else null.</summary>
    public string? LogLoss => _log.Loss is { } loss ? $"node {Id}: {loss}" : null;

    /// <summary>The latest process; null before the first.</summary>
    public NodeProcess? Process { get; private set; }

    public INodeLife? Life => Process;

    public bool IsRunning => Process is { IsAlive: true, IsPaused: false };

    public void MakeWay() => _ports.MakeWay();

    /// <summary>Starts a process. It is not ready yet.</summary>
    /// <exception cref="ClusterException">The system cannot start it.</exception>
    public async Task<NodeProcess> LaunchAsync(ProcessLauncher launcher, ProcessStartInfo start)
    {
        try
        {
            return Process = new NodeProcess(await launcher.StartAsync(start), _log);
        }
        catch (Exception refused) when (refused is Win32Exception or IOException && !Shortage.IsCauseOf(refused))
        {
            throw new ClusterException($"node {Id} cannot be started: {refused.Message}; check that {start.FileName} can be run", refused);
        }
    }

    /// <summary>Waits until the process that was launched answers as ready: this one, not another that has its port.</summary>
    /// <returns>How long it took from the call.</returns>
    /// <exception cref="ClusterException">It ended, was not ready in time, or another process answers: the message has the end of its log.</exception>
    public async Task<TimeSpan> BecomeReadyAsync(NodeProcess process, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        while (process.IsAlive && Stopwatch.GetElapsedTime(start) < _options.ReadyPatience)
        {
            if (await PidThatIsReadyAsync(cancellation) is { } pid)
            {
                process.HasServed = pid == process.Pid;
                return process.HasServed ? Stopwatch.GetElapsedTime(start) : throw IsAnother(process, pid);
            }

            await Task.Delay(PollInterval, cancellation);
        }

        var why = process.IsAlive
            ? $"did not answer {ClientAddress}healthz within {_options.ReadyPatience.TotalSeconds} s"
            : $"ended with code {await process.Ended} before it was ready";
        throw new ClusterException($"node {Id} {why}; {LogTail}");
    }

    public Task SendAsync(Signal signal, CancellationToken cancellation)
    {
        if (Process is not { IsAlive: true } process)
            return Task.CompletedTask;
        process.IsCondemned |= signal == Signal.Kill;
        process.IsPaused = signal == Signal.Stop;
        _options.Levers.Signal(process.Pid, signal);
        return Task.CompletedTask;
    }

    public Task<bool?> IsStoppedAsync(CancellationToken cancellation) =>
        Task.FromResult(OperatingSystem.IsLinux() && Process is { } process ? ProcStat.Read(process.Pid) is { IsStopped: true } : (bool?)null);

    public async ValueTask DisposeAsync()
    {
        if (Process is { } process)
        {
            process.IsCondemned = true;
            if (process.IsAlive)
                Signal.Kill.SendTo(process.Pid);
            await process.Ended;
        }

        Abandon();
    }

    /// <summary>Lets its log and ports go. It must have no process.</summary>
    public void Abandon()
    {
        _log.Dispose();
        _ports.Dispose();
    }

    /// <summary>Who answers as ready at the node's address, or null if nobody does.</summary>
    private async Task<int?> PidThatIsReadyAsync(CancellationToken cancellation) =>
        await Api.IsHealthyAsync(cancellation) ? (await Api.StatusAsync(cancellation))?.Pid : null;

    private ClusterException IsAnother(NodeProcess process, int pid) =>
        new($"node {Id} answers as pid {pid} but was started as pid {process.Pid}, so a fault would miss it: let the script `exec` the node; {LogTail}");
}
