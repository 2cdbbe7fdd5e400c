using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using RaftTorture.Kv.Api;
using RaftTorture.Node.Options;
using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Node.Http;

/// <summary>What an operator can ask of a node; the bodies are <see cref="TransferRequest"/>, <see cref="MembersRequest"/> and <see cref="AdminReply"/>.</summary>
internal sealed class AdminEndpoints(Inbox inbox, NodeOutbox outbox, EventLoop loop)
{
    /// <summary>Counts down from 0: the ids of clients' requests count up.</summary>
    private long _lastRequestId;

    public Task TransferAsync(HttpContext context) =>
        AskAsync(context, AdminJson.Default.TransferRequest, (id, asked) => new ClientRequest.Transfer(id, asked.To is { } to ? NodeId.Parse(to) : null));

    public Task ChangeMembersAsync(HttpContext context) =>
        AskAsync(context, AdminJson.Default.MembersRequest, (id, asked) => new ClientRequest.ChangeMembers(id, ChangeOf(asked)));

    public Task SnapshotAsync(HttpContext context) =>
        AskAsync(context, AdminJson.Default.SnapshotRequest, (id, _) => new ClientRequest.Snapshot(id));

    public Task MembersAsync(HttpContext context)
    {
        var members = outbox.Configuration.Members.Select(member => new MemberDto(member.Id.ToString(), member.IsVoter ? "voter" : "learner", member.Address));
        return WriteAsync(context, StatusCodes.Status200OK, new MembersDto(loop.View.Leader?.ToString(), [.. members]), AdminJson.Default.MembersDto);
    }

    private async Task AskAsync<T>(HttpContext context, JsonTypeInfo<T> shape, Func<long, T, ClientRequest> request)
        where T : class
    {
        var reply = await ReplyAsync(context, shape, request);
        await WriteAsync(context, reply.HttpStatus, reply, AdminJson.Default.AdminReply);
    }

    private async Task<AdminReply> ReplyAsync<T>(HttpContext context, JsonTypeInfo<T> shape, Func<long, T, ClientRequest> request)
        where T : class
    {
        try
        {
            var asked = await JsonSerializer.DeserializeAsync(context.Request.Body, shape, context.RequestAborted);
            return asked is null
                ? new AdminReply.BadRequest("the body is null")
                : await AnswerAsync(request(Interlocked.Decrement(ref _lastRequestId), asked), context.RequestAborted);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return new AdminReply.BadRequest($"the body is no request: {e.Message}");
        }
    }

    private async Task<AdminReply> AnswerAsync(ClientRequest request, CancellationToken aborted)
    {
        var answer = outbox.Expect(request.Id);
        try
        {
            return inbox.TryPost(request) ? ToReply(await answer.WaitAsync(aborted)) : new AdminReply.Refused("the node is overloaded or stopping");
        }
        finally
        {
            outbox.Forget(request.Id);
        }
    }

    private static AdminReply ToReply(ClientAnswer answer) => answer switch
    {
        ClientAnswer.Accepted => new AdminReply.Ok(),
        ClientAnswer.NotLeader notLeader => new AdminReply.NotLeader(notLeader.Leader?.ToString()),
        ClientAnswer.Refused refused => new AdminReply.Refused(refused.Reason),
        ClientAnswer.Unknown unknown => new AdminReply.Unknown(unknown.Reason),
        _ => throw new UnreachableException($"{answer} answers no operator"),
    };

    private static MembershipChange ChangeOf(MembersRequest asked)
    {
        var node = NodeId.Parse(asked.Node);
        if (asked.Address is not null && asked.Change != MemberChange.AddLearner)
            throw new FormatException($"{asked.Change} takes no address");
        return asked.Change switch
        {
            MemberChange.AddLearner => new MembershipChange.AddLearner(node, Checked(asked.Address ?? "")),
            MemberChange.Promote => new MembershipChange.Promote(node),
            MemberChange.Demote => new MembershipChange.Demote(node),
            MemberChange.Remove => new MembershipChange.Remove(node),
            _ => throw new FormatException($"change must be {MemberChange.AddLearner}, {MemberChange.Promote}, {MemberChange.Demote} or {MemberChange.Remove}"),
        };
    }

    /// <summary>The address as it came, if a node could dial it: what gets into the log stays there.</summary>
    private static string Checked(string address)
    {
        if (address.Length > 0)
            _ = OptionText.HostAndPort(address);
        return address;
    }

    private static Task WriteAsync<T>(HttpContext context, int status, T body, JsonTypeInfo<T> shape)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, body, shape, context.RequestAborted);
    }
}
