using System.Text.Json;
using RaftTorture.Kv.Api;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A fake node's admin port: what it is asked becomes what is agreed on, at once.</summary>
/// <param name="token">Whoever does not show it is turned away.</param>
internal sealed class FakeOperator(string id, FakeState state, string[] args, string token)
{
    /// <summary>Says ok and does nothing.</summary>
    public const string IsIdle = "--idle-operator";

    /// <summary>Refuses everything.</summary>
    public const string Refuses = "--refusing-operator";

    public (int Code, string Body) Answer(string call)
    {
        if (!call.Contains($"Authorization: Bearer {token}"))
            return (401, "");
        var reply = Reply(call.Split(' ')[1], call[call.IndexOf('{')..]);
        return (reply.HttpStatus, JsonSerializer.Serialize(reply, AdminJson.Default.AdminReply));
    }

    private AdminReply Reply(string path, string body)
    {
        if (args.Contains(Refuses))
            return new AdminReply.Refused("not today");
        if (path != "/snapshot" && state.Now.Leader != id)
            return new AdminReply.NotLeader(state.Now.Leader);
        if (!args.Contains(IsIdle))
            Do(path, body);
        return new AdminReply.Ok();
    }

    private void Do(string path, string body)
    {
        if (path == "/snapshot")
            state.TakeSnapshot();
        else if (path == "/transfer")
            state.Agree(LedBy(JsonSerializer.Deserialize(body, AdminJson.Default.TransferRequest)!.To, state.Now));
        else
            state.Agree(Changed(JsonSerializer.Deserialize(body, AdminJson.Default.MembersRequest)!, state.Now));
    }

    private static Agreed LedBy(string? successor, Agreed now) =>
        now with { Leader = successor ?? now.Voters.First(voter => voter != now.Leader), Term = now.Term + 1 };

    private static Agreed Changed(MembersRequest request, Agreed now)
    {
        var (voters, learners) = (now.Voters.Remove(request.Node), now.Learners.Remove(request.Node));
        var next = request.Change switch
        {
            MemberChange.AddLearner => now with { Learners = learners.Add(request.Node) },
            MemberChange.Promote => now with { Voters = voters.Add(request.Node), Learners = learners },
            MemberChange.Remove => now with { Voters = voters, Learners = learners },
            _ => throw new ArgumentException(request.Change),
        };
        return (next.Voters.Contains(next.Leader) ? next : LedBy(null, next)) with { Commit = now.Commit + 1 };
    }
}
