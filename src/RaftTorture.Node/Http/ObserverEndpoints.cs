using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RaftTorture.Kv.Api;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Node.Http;

/// <summary>What can be asked without touching the log: <c>/healthz</c>, <c>/status</c>, <c>/metrics</c>.</summary>
internal sealed class ObserverEndpoints(NodeId self, Incarnation incarnation, EventLoop loop, NodeOutbox outbox, KvEndpoint kv)
{
    public static Task HealthAsync(HttpContext context) => context.Response.WriteAsync("ok\n");

    public Task StatusAsync(HttpContext context)
    {
        var view = loop.View;
        var status = new NodeStatusDto(
            self.ToString(),
            view.Term.Value,
            view.Role == Role.PreCandidate ? "pre-candidate" : view.Role.ToString().ToLowerInvariant(),
            view.CommitIndex.Value,
            view.AppliedIndex.Value,
            view.Leader?.ToString(),
            Environment.ProcessId)
        {
            Voters = [.. outbox.Configuration.Voters.Select(voter => voter.ToString())],
            Learners = [.. outbox.Configuration.Members.Where(member => !member.IsVoter).Select(member => member.Id.ToString())],
            Incarnation = incarnation.ToString(),
            Snapshot = view.SnapshotIndex.Value,
            SnapshotTo = [.. view.SnapshotTo.Select(follower => follower.ToString())],
            FirstIndex = view.FirstIndex.Value,
            StateHash = $"{view.StateHash:x16}",
            ClockMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            MonotonicMs = (long)Stopwatch.GetElapsedTime(0).TotalMilliseconds,
        };
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, status, KvJson.Default.NodeStatusDto, context.RequestAborted);
    }

    /// <summary>The Prometheus text format, version 0.0.4.</summary>
    public Task MetricsAsync(HttpContext context)
    {
        var view = loop.View;
        var text = new StringBuilder();
        Metric(text, "raft_term", "gauge", "The current term.", view.Term.Value);
        Metric(text, "raft_is_leader", "gauge", "1 while this node leads.", view.Role == Role.Leader ? 1 : 0);
        Metric(text, "raft_commit_index", "gauge", "The last committed entry.", view.CommitIndex.Value);
        Metric(text, "raft_applied_index", "gauge", "The last applied entry.", view.AppliedIndex.Value);
        Metric(text, "raft_last_index", "gauge", "The last entry of the log.", view.LastIndex.Value);
        Metric(text, "raft_log_flushes_total", "counter", "Flushes of the log to disk.", view.Flushes);
        Metric(text, "raft_messages_sent_total", "counter", "Messages handed to peer links.", outbox.MessagesSent);
        Metric(text, "raft_role_changes_total", "counter", "Changes of role, term or known leader.", outbox.RoleChanges);
        Metric(text, "kv_answers_total", "counter", "Answers to POST /kv.", kv.Answered);
        context.Response.ContentType = "text/plain; version=0.0.4";
        return context.Response.WriteAsync(text.ToString());
    }

    private static void Metric(StringBuilder text, string name, string type, string help, long value) =>
        text.Append($"# HELP {name} {help}\n# TYPE {name} {type}\n{name} {value}\n");
}
