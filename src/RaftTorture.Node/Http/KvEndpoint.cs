using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RaftTorture.Kv;
using RaftTorture.Kv.Api;
using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Node.Http;

/// <summary><c>POST /kv</c>: one command in, one answer out, as <see cref="KvRequest"/> and <see cref="KvReply"/> say.</summary>
/// <remarks>Every write of every client goes through here: bodies are read in the pipe's own buffer, and answers leave in one piece.</remarks>
internal sealed class KvEndpoint(
    Inbox inbox, NodeOutbox outbox, IReadOnlyDictionary<NodeId, Uri> clients, long sessionTtlMs)
{
    private long _lastRequestId;
    private long _answered;

    public long Answered => Interlocked.Read(ref _answered);

    public async Task HandleAsync(HttpContext context)
    {
        var call = await ReadAsync(context.Request.BodyReader, context.RequestAborted);
        var reply = await AskAsync(call, context.RequestAborted);
        Interlocked.Increment(ref _answered);
        await WriteAsync(context.Response, reply);
    }

    /// <summary>Waits for the whole body, whose size the server limits, and says what it asks for.</summary>
    private static async ValueTask<KvCall> ReadAsync(PipeReader body, CancellationToken aborted)
    {
        while (true)
        {
            var read = await body.ReadAsync(aborted);
            if (!read.IsCompleted)
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var call = Parse(read.Buffer);
            body.AdvanceTo(read.Buffer.End);
            return call;
        }
    }

    private static KvCall Parse(ReadOnlySequence<byte> body)
    {
        try
        {
            var request = JsonSerializer.Deserialize(body.IsSingleSegment ? body.FirstSpan : body.ToArray(), KvJson.Default.KvRequest);
            return request is null ? new KvCall.Invalid("the body is null") : request.Interpret();
        }
        catch (JsonException e)
        {
            return new KvCall.Invalid($"the body is no request: {e.Message}");
        }
    }

    private async ValueTask<KvReply> AskAsync(KvCall call, CancellationToken aborted)
    {
        var id = Interlocked.Increment(ref _lastRequestId);
        switch (call)
        {
            case KvCall.Read read:
                return await AnswerAsync(new ClientRequest.Read(id, read.Key), aborted);
            case KvCall.Write write:
                return await AnswerAsync(new ClientRequest.Write(id, write.Command), aborted);
            case KvCall.Open:
                return await AnswerAsync(new ClientRequest.Write(id, new LogCommand.OpenSession(sessionTtlMs)), aborted);
            case KvCall.Invalid invalid:
                return new KvReply.BadRequest(invalid.Reason);
            default:
                throw new UnreachableException($"unknown call {call}");
        }
    }

    private async ValueTask<KvReply> AnswerAsync(ClientRequest request, CancellationToken aborted)
    {
        var answer = outbox.Expect(request.Id);
        try
        {
            return inbox.TryPost(request)
                ? (await answer.WaitAsync(aborted)).ToReply(Location)
                : new KvReply.Overloaded("too many requests wait for this node, or it is stopping");
        }
        finally
        {
            outbox.Forget(request.Id);
        }
    }

    private string? Location(NodeId leader) => clients.TryGetValue(leader, out var address) ? new Uri(address, "/kv").ToString() : null;

    private static async ValueTask WriteAsync(HttpResponse response, KvReply reply)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(reply, KvJson.Default.KvReply);
        response.StatusCode = reply.HttpStatus;
        response.ContentType = "application/json";
        response.ContentLength = body.Length; // Else the body would be sent in chunks.
        if (reply is KvReply.NotLeader { Location: { } location })
            response.Headers.Location = location;
        await response.BodyWriter.WriteAsync(body);
    }
}
