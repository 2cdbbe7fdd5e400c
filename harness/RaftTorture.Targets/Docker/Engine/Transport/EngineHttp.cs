using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RaftTorture.Targets.Docker.Engine.Streams;
using RaftTorture.Targets.Docker.Engine.Values;

namespace RaftTorture.Targets.Docker.Engine.Transport;

/// <summary>HTTP as the engine speaks it: JSON both ways, streams that do not end, and connections that turn into raw streams.</summary>
internal sealed class EngineHttp : IDisposable
{
    /// <summary>For calls that the engine answers at once. One that hangs is a failure, not a reason to hang too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly EngineConnector _connector;
    private readonly HttpClient _client;

    public EngineHttp(EngineAddress address)
    {
        Address = address;
        _connector = new EngineConnector(address);
        _client = new HttpClient(_connector.NewHandler()) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public EngineAddress Address { get; }

    /// <summary>Stands before all paths: the version of the API, once it was agreed on.</summary>
    public string Prefix { get; set; } = "";

    /// <exception cref="EngineException">The engine refuses, cannot be reached, or answers with what is not understood.</exception>
    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var soon = Soon(cancellation);
        return await InTimeAsync(() => AskAsync(HttpMethod.Get, path, null, type, soon.Token), cancellation);
    }

    /// <summary>Posts and reads an answer. <inheritdoc cref="GetAsync" path="/exception"/></summary>
    public async Task<TReply> PostAsync<TBody, TReply>(string path, TBody body, JsonTypeInfo<TBody> type, JsonTypeInfo<TReply> reply, CancellationToken cancellation)
    {
        using var soon = Soon(cancellation);
        return await InTimeAsync(() => AskAsync(HttpMethod.Post, path, JsonContent.Create(body, type), reply, soon.Token), cancellation);
    }

    /// <summary>Does what has no answer but that it is done. <inheritdoc cref="GetAsync" path="/exception"/></summary>
    public async Task DoAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellation)
    {
        using var soon = Soon(cancellation);
        await InTimeAsync(async () => { (await SendAsync(method, path, content, soon.Token)).Dispose(); return true; }, cancellation);
    }

    /// <summary>Opens an answer that may not end for long, such as a log that is followed. The stream is the caller's to dispose.</summary>
    /// <inheritdoc cref="GetAsync" path="/exception"/>
    public async Task<Stream> OpenAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellation)
    {
        var answer = await SendAsync(method, path, content, cancellation);
        return await answer.Content.ReadAsStreamAsync(cancellation);
    }

    /// <summary>Posts, and keeps the connection as a raw stream both ways.</summary>
    /// <inheritdoc cref="GetAsync" path="/exception"/>
    public async Task<HijackedConnection> HijackAsync(string path, HttpContent? content, CancellationToken cancellation)
    {
        Socket? socket = null;
        // A pool of its own, which dies with the stream: the socket must be known, so that one direction can be closed.
        var client = new HttpMessageInvoker(_connector.NewHandler(connected => socket = connected));
        try
        {
            using var request = RequestOf(HttpMethod.Post, path, content);
            request.Headers.Connection.Add("Upgrade");
            request.Headers.Upgrade.Add(new("tcp"));
            var answer = await TellAsync(() => client.SendAsync(request, cancellation));
            await ThrowIfRefusedAsync(answer, cancellation);
            return new HijackedConnection(client, socket!, await answer.Content.ReadAsStreamAsync(cancellation));
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellation)
    {
        using var request = RequestOf(method, path, content);
        var answer = await TellAsync(() => _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation));
        await ThrowIfRefusedAsync(answer, cancellation);
        return answer;
    }

    public void Dispose() => _client.Dispose();

    private static CancellationTokenSource Soon(CancellationToken cancellation)
    {
        var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        soon.CancelAfter(Patience);
        return soon;
    }

    private async Task<T> InTimeAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask();
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new EngineException($"the container engine at {Address.Text} did not answer within {Patience.TotalSeconds} s", inner: late);
        }
    }

    private async Task<T> AskAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var answer = await SendAsync(method, path, content, cancellation);
        try
        {
            return await answer.Content.ReadFromJsonAsync(type, cancellation) ?? throw new JsonException("null");
        }
        catch (Exception broken) when (broken is JsonException or IOException or HttpRequestException)
        {
            throw new EngineException($"{method} {path}: the container engine's answer cannot be read: {broken.Message}", answer.StatusCode, broken);
        }
    }

    private HttpRequestMessage RequestOf(HttpMethod method, string path, HttpContent? content) =>
        new(method, new Uri($"http://engine{Prefix}{path}")) { Content = content };

    private async Task<HttpResponseMessage> TellAsync(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            return await send();
        }
        catch (HttpRequestException unreachable) when (unreachable.InnerException is EngineException known)
        {
            throw new EngineException(known.Message, inner: unreachable);
        }
        catch (HttpRequestException unreachable)
        {
            throw new EngineException(
                $"no container engine answers at {Address.Text} ({unreachable.InnerException?.Message ?? unreachable.Message}): {Address.Remedy}", inner: unreachable);
        }
    }

    private static async Task ThrowIfRefusedAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        // 304: it is started, or stopped, already. 101: it is hijacked.
        if (answer.IsSuccessStatusCode || answer.StatusCode is HttpStatusCode.NotModified or HttpStatusCode.SwitchingProtocols)
            return;
        using (answer)
            throw new EngineException(Refusal.In(await answer.Content.ReadAsStringAsync(cancellation), answer.StatusCode), answer.StatusCode);
    }
}
