using RaftTorture.Kv;

namespace RaftTorture.Client.Tests;

/// <summary>The promise of the library: done happened exactly once, failed never, and only what nobody can know is unknown.</summary>
[TestFixture]
public sealed class HonestOutcomeTests
{
    private const int Commands = 200;

    [Test]
    public void No_outcome_lies_whatever_the_network_does([Range(1, 200)] int seed)
    {
        var cluster = new UnreliableCluster(seed);
        var outcomes = Run(cluster, seed);
        var counts = Counts(cluster.Settle("list"));

        for (var i = 0; i < Commands; i++)
        {
            var happened = counts.GetValueOrDefault($"{i}");
            Assert.That(happened, outcomes[i] switch
            {
                KvOutcome.Done => Is.EqualTo(1),
                KvOutcome.Failed => Is.Zero,
                _ => Is.InRange(0, 1),
            }, $"append {i} ended as {outcomes[i]}");
        }
    }

    [Test]
    public void Sums_agree_with_outcomes_too([Range(1, 50)] int seed)
    {
        var cluster = new UnreliableCluster(seed);
        var outcomes = Run(cluster, seed, _ => new KvCommand.Incr("sum", 1));

        var sum = long.Parse(cluster.Settle("sum") ?? "0");

        Assert.That(sum, Is.InRange(outcomes.Count(o => o is KvOutcome.Done), outcomes.Count(o => o is not KvOutcome.Failed)));
    }

    // Without this the story above could pass on a client that says unknown to everything.
    [Test]
    public void Most_commands_are_done_and_every_kind_of_end_occurs()
    {
        var outcomes = Enumerable.Range(1, 50).SelectMany(seed => Run(new UnreliableCluster(seed), seed)).ToList();

        Assert.That(outcomes.Count(o => o is KvOutcome.Done), Is.GreaterThan(outcomes.Count / 2));
        Assert.That(outcomes.OfType<KvOutcome.Failed>(), Is.Not.Empty);
        Assert.That(outcomes.OfType<KvOutcome.Unknown>().Select(unknown => unknown.Reason), Has.Some.Contains("session expired"));
    }

    private static KvOutcome[] Run(UnreliableCluster cluster, int seed) => Run(cluster, seed, i => new KvCommand.Append("list", $"{i} "));

    private static KvOutcome[] Run(UnreliableCluster cluster, int seed, Func<int, KvCommand> command)
    {
        var dice = new Random(seed);
        var session = new ClientSession(UnreliableCluster.Nodes, "n1", (ulong)seed, KvClientOptions.Default);
        return [.. Enumerable.Range(0, Commands).Select(i => Execute(session, cluster, command(i), attempts: dice.Next(1, 12)))];
    }

    private static KvOutcome Execute(ClientSession session, UnreliableCluster cluster, KvCommand command, int attempts)
    {
        var step = session.Begin(command);
        while (step is not SessionStep.End)
        {
            step = session.Advance(step switch
            {
                _ when attempts-- == 0 => new AttemptResult.DeadlinePassed(),
                SessionStep.Send send => cluster.Send(send.Node, session.Request),
                _ => new AttemptResult.Waited(),
            });
        }

        return ((SessionStep.End)step).Outcome;
    }

    private static Dictionary<string, int> Counts(string? list) =>
        (list ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).GroupBy(item => item).ToDictionary(group => group.Key, group => group.Count());
}
