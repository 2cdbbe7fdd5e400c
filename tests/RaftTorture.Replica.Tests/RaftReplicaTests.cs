using RaftTorture.Kv;
using RaftTorture.Raft;
using RaftTorture.Simulation.Disks;
using static RaftTorture.Replica.Tests.LoneReplica;

namespace RaftTorture.Replica.Tests;

/// <summary>The order of disk and words: nothing that rests on a flush is said before it has returned.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RaftReplicaTests
{
    private readonly MemoryDisk _disk = new();

    [Test]
    public void A_vote_leaves_after_its_flush_and_not_if_that_fails()
    {
        using var node = new LoneReplica(_disk, N1, N2, N3);
        _disk.FailsNextFlush = true;

        Assert.That(() => node.Hear(VoteRequest(N2, term: 1)), Throws.TypeOf<IOException>());
        Assert.That(node.Outbox.Sent, Is.Empty);
    }

    [Test]
    public void A_vote_that_is_on_disk_is_given()
    {
        using var node = new LoneReplica(_disk, N1, N2, N3);

        node.Hear(VoteRequest(N2, term: 1));

        Assert.That(node.Outbox.Sent.OfType<Message.VoteReply>().Single().IsGranted);
    }

    [Test]
    public void An_append_is_acknowledged_and_applied_after_its_flush_and_not_if_that_fails()
    {
        using var node = new LoneReplica(_disk, N1, N2, N3);
        _disk.FailsNextFlush = true;

        Assert.That(() => node.Hear(Append(term: 1, commit: 1, AppendTo("x", "a"))), Throws.TypeOf<IOException>());
        Assert.That((node.Outbox.Sent.Count, node.Replica.AppliedIndex), Is.EqualTo((0, LogIndex.Zero)));
    }

    [Test]
    public void A_leader_alone_answers_a_write_after_its_flush_and_not_if_that_fails()
    {
        using var node = new LoneReplica(_disk, N1).Lead();
        node.Ask(Write(1, "a"));
        _disk.FailsNextFlush = true;

        Assert.That(() => node.Ask(Write(2, "b")), Throws.TypeOf<IOException>());
        Assert.That(node.Outbox.Answers.Keys, Is.EqualTo(new[] { 1L }));
    }

    [Test]
    public void Many_proposals_of_a_batch_share_one_flush()
    {
        using var node = new LoneReplica(_disk, N1).Lead();
        var (before, saidBefore) = (_disk.FlushCount, node.Replica.Flushes);

        node.Ask([.. Enumerable.Range(1, 100).Select(i => Write(i, "a"))]);

        Assert.That(node.Outbox.Answers.Values, Has.Count.EqualTo(100).And.All.InstanceOf<ClientAnswer.Done>());
        Assert.That((_disk.FlushCount - before, node.Replica.Flushes - saidBefore), Is.EqualTo((1, 1L)));
    }

    [Test]
    public void A_write_whose_leader_is_deposed_is_neither_done_nor_failed()
    {
        using var node = new LoneReplica(_disk, N1, N2, N3).Lead();
        node.Ask(Write(1, "a"));

        node.Hear(VoteRequest(N3, term: 9));

        Assert.That(node.Outbox.Answers[1], Is.InstanceOf<ClientAnswer.Unknown>());
    }

    [Test]
    public void A_follower_refuses_and_names_its_leader()
    {
        using var node = new LoneReplica(_disk, N1, N2, N3);
        node.Hear(Append(term: 1, commit: 0));

        node.Ask(Write(1, "a"), new ClientRequest.Read(2, "x"));

        Assert.That(node.Outbox.Answers.Values, Has.Count.EqualTo(2).And.All.EqualTo(new ClientAnswer.NotLeader(N2)));
    }

    [Test]
    public void A_read_waits_for_a_quorum_and_sees_what_was_applied()
    {
        using var node = new LoneReplica(_disk, N1, N2, N3).Lead();
        node.Ask(Write(1, "a"));
        node.Agree();

        node.Ask(new ClientRequest.Read(2, "x"));
        Assert.That(node.Outbox.Answers.Keys, Is.EqualTo(new[] { 1L }));
        node.Agree();

        Assert.That(node.Outbox.Answers[2], Is.EqualTo(Value("a")));
    }

    [Test]
    public void A_restart_resumes_term_vote_and_log()
    {
        using (var node = new LoneReplica(_disk, N1, N2, N3))
            node.Hear(Append(term: 1, commit: 0, AppendTo("x", "a")), Vote(term: 5, N2));
        _disk.PowerCut();

        using var again = new LoneReplica(_disk, N1, N2, N3);
        Assert.That((again.Replica.Term, again.Replica.LastIndex), Is.EqualTo((new Term(5), new LogIndex(1))));
        again.Hear(Vote(term: 5, N3), Vote(term: 5, N2));

        Assert.That(
            again.Outbox.Sent.Cast<Message.VoteReply>().Select(reply => (reply.To, reply.IsGranted)),
            Is.EqualTo(new[] { (N3, false), (N2, true) }));
    }

    [Test]
    public void A_retry_after_a_restart_is_not_applied_twice()
    {
        LogCommand append;
        using (var node = new LoneReplica(_disk, N1).Lead())
        {
            node.Ask(new ClientRequest.Write(1, new LogCommand.OpenSession(TtlMs: 60_000)));
            var session = ((KvResult.SessionOpened)((ClientAnswer.Done)node.Outbox.Answers[1]).Result).Session;
            append = new LogCommand.InSession(session, 1, new KvCommand.Append("x", "a"));
            node.Ask(new ClientRequest.Write(2, append));
        }

        _disk.PowerCut();

        using var again = new LoneReplica(_disk, N1).Lead();
        again.Ask(new ClientRequest.Write(1, append));
        again.Ask(new ClientRequest.Read(2, "x"));

        Assert.That(again.Outbox.Answers[2], Is.EqualTo(Value("a")));
    }

    // A session's time is what the log says: on this server it goes on from the newest stamp, whatever its own clock showed before.
    [Test]
    public void Log_time_goes_on_after_a_restart_though_the_servers_clock_began_anew()
    {
        using (var node = new LoneReplica(_disk, N1).Lead())
        {
            node.Ask(new ClientRequest.Write(1, new LogCommand.OpenSession(TtlMs: 2_000)));
            node.Wait(1_000);
            node.Ask(Write(2, "a"));
        }

        _disk.PowerCut();

        using var again = new LoneReplica(_disk, N1).Lead();
        again.Wait(1_500);
        again.Ask(new ClientRequest.Write(1, new LogCommand.InSession(Session: 2, 1, new KvCommand.Append("x", "b"))));

        Assert.That(again.Outbox.Answers[1], Is.EqualTo(new ClientAnswer.Done(new KvResult.SessionExpired())));
    }

    private static ClientRequest.Write Write(long id, string suffix) => new(id, AppendTo("x", suffix));

    private static ClientAnswer.Done Value(string value) => new(new KvResult.Done(value));

    /// <summary>Asked by a candidate whose log is long enough for any voter.</summary>
    private static Message.RequestVote Vote(int term, NodeId from) =>
        VoteRequest(from, term) with { LastLogIndex = new LogIndex(9), LastLogTerm = new Term(term) };
}
