using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RaftTorture.Kv;
using RaftTorture.Kv.Api;
using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Node.Http;

/// <summary><c>POST /kv</c>: one command in, one answer out, as <see cref="KvRequest"/> and <see cref="KvReply"/> say.</summary>
internal sealed class KvEndpoint(Inbox inbox, NodeOutbox outbox, IReadOnlyDictionary<NodeId, Uri> clients)
{
    private long _lastRequestId;
    private long _answered;

    public long Answered => Interlocked.Read(ref _answered);

    public async Task HandleAsync(HttpContext context)
    {
        var reply = await ReplyAsync(context);
        Interlocked.Increment(ref _answered);
        context.Response.StatusCode = reply.HttpStatus;
        context.Response.ContentType = "application/json";
        if (reply is KvReply.NotLeader { Location: { } location })
            context.Response.Headers.Location = location;
        await JsonSerializer.SerializeAsync(context.Response.Body, reply, KvJson.Default.KvReply, context.RequestAborted);
    }

    private async Task<KvReply> ReplyAsync(HttpContext context)
    {
        try
        {
            var request = await JsonSerializer.DeserializeAsync(context.Request.Body, KvJson.Default.KvRequest, context.RequestAborted);
            return request is null ? new KvReply.BadRequest("the body is null") : await AskAsync(request.Interpret(), context.RequestAborted);
        }
        catch (JsonException e)
        {
            return new KvReply.BadRequest($"the body is no request: {e.Message}");
        }
    }

    private async Task<KvReply> AskAsync(KvCall call, CancellationToken aborted)
    {
        var id = Interlocked.Increment(ref _lastRequestId);
        switch (call)
        {
            case KvCall.Read read:
                return await AnswerAsync(new ClientRequest.Read(id, read.Key), aborted);
            case KvCall.Write write:
                return await AnswerAsync(new ClientRequest.Write(id, write.Command), aborted);
            case KvCall.Invalid invalid:
                return new KvReply.BadRequest(invalid.Reason);
            default:
                throw new UnreachableException($"unknown call {call}");
        }
    }

    private async Task<KvReply> AnswerAsync(ClientRequest request, CancellationToken aborted)
    {
        var answer = outbox.Expect(request.Id);
        try
        {
            return inbox.TryPost(request) ? ToReply(await answer.WaitAsync(aborted)) : new KvReply.NoLeader();
        }
        finally
        {
            outbox.Forget(request.Id);
        }
    }

    private KvReply ToReply(ClientAnswer answer) => answer switch
    {
        ClientAnswer.Done done => KvReply.From(done.Result),
        ClientAnswer.NotLeader { Leader: { } leader } => new KvReply.NotLeader(leader.ToString(), Location(leader)),
        ClientAnswer.NotLeader => new KvReply.NoLeader(),
        ClientAnswer.Unknown unknown => new KvReply.Unknown(unknown.Reason),
        _ => throw new UnreachableException($"unknown answer {answer}"),
    };

    private string? Location(NodeId leader) => clients.TryGetValue(leader, out var address) ? new Uri(address, "/kv").ToString() : null;
}
