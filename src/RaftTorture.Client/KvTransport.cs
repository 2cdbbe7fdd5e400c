using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using RaftTorture.Kv.Api;

namespace RaftTorture.Client;

/// <summary>One attempt over HTTP, and the judgement whether the node may have seen it.</summary>
internal sealed class KvTransport(HttpClient http, IReadOnlyDictionary<string, Uri> nodes, TimeSpan attemptTimeout)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public async Task<AttemptResult> SendAsync(string node, KvRequest request, CancellationToken deadline)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        patience.CancelAfter(attemptTimeout);
        try
        {
            return new AttemptResult.Replied(await PostAsync(nodes[node], request, patience.Token));
        }
        catch (Exception e) when (WasNeverSent(e))
        {
            return new AttemptResult.NotSent(e.Message);
        }
        catch (OperationCanceledException)
        {
            return new AttemptResult.NoAnswer("no answer in time");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException) // Bare, if the connection is reset while it is made.
        {
            return new AttemptResult.NoAnswer(e.Message);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return new AttemptResult.NoAnswer($"unintelligible answer: {e.Message}");
        }
    }

    // Only these two come before a connection exists; every other error may lie behind the last byte of the request. HttpClient wraps the
    // error in a cancellation if the deadline passes at the same moment.
    private static bool WasNeverSent(Exception e) =>
        (e as HttpRequestException ?? e.InnerException as HttpRequestException)?.HttpRequestError
            is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError;

    private async Task<KvReply> PostAsync(Uri node, KvRequest request, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, KvJson.Default.KvRequest));
        content.Headers.ContentType = Json;
        using var response = await http.PostAsync(new Uri(node, "/kv"), content, cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        return JsonSerializer.Deserialize(body, KvJson.Default.KvReply) ?? throw new JsonException("null is no reply");
    }
}
