using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using RaftTorture.Targets.Docker.Engine.Streams;
using RaftTorture.Targets.Docker.Engine.Transport;
using RaftTorture.Targets.Docker.Engine.Values;

namespace RaftTorture.Targets.Docker.Engine;

/// <summary>Containers. Each is named by its id or its name. Every call throws <see cref="EngineException"/> where the engine refuses.</summary>
internal sealed class Containers(EngineHttp http)
{
    /// <summary>Makes one; it does not run yet.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(string name, ContainerSpec spec, CancellationToken cancellation) =>
        (await http.PostAsync(EnginePath.Of("/containers/create", ("name", name)), spec, EngineJson.Default.ContainerSpec, EngineJson.Default.ContainerCreated, cancellation)).Id;

    public Task StartAsync(string container, CancellationToken cancellation) => PostAsync(container, "start", cancellation);

    /// <summary>Sends a signal to its first process.</summary>
    /// <param name="container">Which.</param>
    /// <param name="signal">Such as <c>KILL</c>.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task KillAsync(string container, string signal, CancellationToken cancellation) =>
        http.DoAsync(HttpMethod.Post, EnginePath.Of(Path(container, "kill"), ("signal", signal)), null, cancellation);

    /// <summary>Asks it to end, and kills it when its time is over.</summary>
    public Task StopAsync(string container, TimeSpan grace, CancellationToken cancellation) =>
        http.DoAsync(HttpMethod.Post, EnginePath.Of(Path(container, "stop"), ("t", ((int)grace.TotalSeconds).ToString())), null, cancellation);

    /// <summary>Freezes all its processes by the control group's freezer.</summary>
    public Task PauseAsync(string container, CancellationToken cancellation) => PostAsync(container, "pause", cancellation);

    public Task UnpauseAsync(string container, CancellationToken cancellation) => PostAsync(container, "unpause", cancellation);

    /// <summary>Waits until it does not run, which may be so already.</summary>
    /// <returns>Its exit code. Killed by signal n it is 128 + n.</returns>
    public async Task<int> WaitAsync(string container, CancellationToken cancellation)
    {
        // The head of this answer comes at once, the body when it ended: there is no patience to lose.
        using var answer = await http.SendAsync(HttpMethod.Post, Path(container, "wait"), null, cancellation);
        try
        {
            return (await answer.Content.ReadFromJsonAsync(EngineJson.Default.ContainerEnd, cancellation))!.StatusCode;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or JsonException)
        {
            throw new EngineException($"the engine does not say how container {container} ended: {broken.Message}", inner: broken);
        }
    }

    public Task<ContainerDetails> InspectAsync(string container, CancellationToken cancellation) =>
        http.GetAsync(Path(container, "json"), EngineJson.Default.ContainerDetails, cancellation);

    /// <summary>All that have a label, also those that do not run.</summary>
    /// <param name="label"><c>name</c> for any value, or <c>name=value</c>.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<IReadOnlyList<ContainerSummary>> ListAsync(string label, CancellationToken cancellation) =>
        await http.GetAsync(EnginePath.Of("/containers/json", ("all", "1"), ("filters", Filters.ByLabel(label))), EngineJson.Default.ListContainerSummary, cancellation);

    /// <summary>All that there are, whoever made them.</summary>
    public async Task<IReadOnlyList<ContainerSummary>> ListAsync(CancellationToken cancellation) =>
        await http.GetAsync(EnginePath.Of("/containers/json", ("all", "1")), EngineJson.Default.ListContainerSummary, cancellation);

    /// <summary>Changes limits of one that runs.</summary>
    public Task UpdateAsync(string container, ContainerUpdate update, CancellationToken cancellation) =>
        http.DoAsync(HttpMethod.Post, Path(container, "update"), JsonContent.Create(update, EngineJson.Default.ContainerUpdate), cancellation);

    /// <summary>What the kernel counts of it now.</summary>
    public Task<ContainerStats> StatsAsync(string container, CancellationToken cancellation) =>
        http.GetAsync(EnginePath.Of(Path(container, "stats"), ("stream", "0"), ("one-shot", "1")), EngineJson.Default.ContainerStats, cancellation);

    /// <summary>Kills it if it runs, removes it with its anonymous volumes, and waits until it is gone, whoever removes it. One that is gone already is no error.</summary>
    public Task RemoveAsync(string container, CancellationToken cancellation) => Removal.UntilGoneAsync(
        async () =>
        {
            await http.DoAsync(HttpMethod.Delete, EnginePath.Of($"/containers/{EnginePath.Escape(container)}", ("force", "1"), ("v", "1")), null, cancellation);
            await InspectAsync(container, cancellation);
            return false;
        },
        cancellation);

    /// <summary>All it prints from its start on, in frames (see <see cref="FrameReader"/>), until it ends.</summary>
    public Task<Stream> FollowLogsAsync(string container, CancellationToken cancellation) => OpenLogsAsync(container, follow: true, cancellation);

    /// <summary>What it has printed so far, line by line.</summary>
    public async Task<IReadOnlyList<string>> ReadLogsAsync(string container, CancellationToken cancellation)
    {
        var lines = new List<string>();
        await using var frames = await OpenLogsAsync(container, follow: false, cancellation);
        await OutputLines.CopyAsync(frames, lines.Add, cancellation);
        return lines;
    }

    /// <summary>Attaches to the standard streams of its first process; best before it is started.</summary>
    public async Task<ProcessStream> AttachAsync(string container, CancellationToken cancellation)
    {
        var path = EnginePath.Of(Path(container, "attach"), ("stream", "1"), ("stdin", "1"), ("stdout", "1"), ("stderr", "1"));
        return new ProcessStream(await http.HijackAsync(path, null, cancellation));
    }

    /// <summary>A file or directory of it as a tar; it need not run.</summary>
    public Task<Stream> GetArchiveAsync(string container, string path, CancellationToken cancellation) =>
        http.OpenAsync(HttpMethod.Get, EnginePath.Of(Path(container, "archive"), ("path", path)), null, cancellation);

    /// <summary>Unpacks a tar into a directory of it that exists; it need not run.</summary>
    public Task PutArchiveAsync(string container, string directory, Stream tar, CancellationToken cancellation)
    {
        var content = new StreamContent(tar) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-tar") } };
        return http.DoAsync(HttpMethod.Put, EnginePath.Of(Path(container, "archive"), ("path", directory)), content, cancellation);
    }

    private Task<Stream> OpenLogsAsync(string container, bool follow, CancellationToken cancellation) =>
        http.OpenAsync(HttpMethod.Get, EnginePath.Of(Path(container, "logs"), ("follow", follow ? "1" : "0"), ("stdout", "1"), ("stderr", "1")), null, cancellation);

    private Task PostAsync(string container, string verb, CancellationToken cancellation) => http.DoAsync(HttpMethod.Post, Path(container, verb), null, cancellation);

    private static string Path(string container, string verb) => $"/containers/{EnginePath.Escape(container)}/{verb}";
}
