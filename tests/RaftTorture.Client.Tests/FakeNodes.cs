using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RaftTorture.Kv.Api;

namespace RaftTorture.Client.Tests;

/// <summary>A cluster without sockets: each node answers by a function, and everything that arrived is kept.</summary>
internal sealed class FakeNodes : HttpMessageHandler
{
    public static readonly IReadOnlyDictionary<string, Uri> Addresses =
        new[] { "n1", "n2", "n3" }.ToDictionary(name => name, name => new Uri($"http://{name}.test"));

    private readonly Dictionary<string, Func<CancellationToken, Task<HttpResponseMessage>>> _behaviours = [];

    /// <summary>The number of every session: every node opens one for whoever asks, however it behaves otherwise.</summary>
    public const long Session = 17;

    public List<(string Node, KvRequest Request)> Arrived { get; } = [];

    /// <summary>Called after a request has arrived and before it is answered.</summary>
    public Action OnArrival { get; set; } = () => { };

    public void Answer(string node, KvReply reply) => _behaviours[node] = _ => Task.FromResult(Response(reply));

    public void Say(string node, HttpStatusCode status, string body) =>
        _behaviours[node] = _ => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });

    public void Fail(string node, HttpRequestError error) =>
        _behaviours[node] = _ => throw new HttpRequestException(error, error.ToString());

    /// <summary>The node takes the request and never answers.</summary>
    public void Hang(string node) => _behaviours[node] = async cancellation =>
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        throw new InvalidOperationException("unreachable");
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var node = request.RequestUri!.Host.Split('.')[0];
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        var parsed = JsonSerializer.Deserialize(body, KvJson.Default.KvRequest)!;
        Arrived.Add((node, parsed));
        OnArrival();
        return parsed.Op == KvOp.Open ? Response(new KvReply.Opened(Session)) : await _behaviours[node](cancellationToken);
    }

    private static HttpResponseMessage Response(KvReply reply) =>
        new((HttpStatusCode)reply.HttpStatus) { Content = JsonContent.Create(reply, KvJson.Default.KvReply) };
}
