using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Scenarios.Tests.Plans;

public sealed class PlanValidationTests
{
    private static readonly Plan Sound = new() { Seed = 1 };

    [Test]
    public void The_defaults_make_sense() => Assert.That(PlanValidation.Problems(Sound), Is.Empty);

    [Test]
    public void All_problems_are_told_at_once_one_line_each()
    {
        var plan = Sound with
        {
            Name = "../elsewhere",
            World = "mars",
            Workload = "bank",
            Nemesis = ["kill", "meteor"],
            Nodes = ["n1", "n2", "n1"],
            Concurrency = 0,
            QuietSeconds = -1,
            RateHz = double.NaN,
        };

        Assert.That(Assert.Throws<PlanException>(() => PlanValidation.Demand(plan)).Message.Split('\n'), Is.EqualTo(new[]
        {
            "the name '../elsewhere' cannot be a folder: use letters, digits and dashes",
            "unknown world 'mars': choose one of local",
            "unknown workload 'bank': choose one of register, append, set",
            "unknown nemesis 'meteor': choose from partition, kill, pause, packet, transfer, snapshot, membership, none, all",
            "node 'n1' is named 2 times: name each once",
            "the concurrency is 0: it must be at least 1",
            "the rate (operations a second) is NaN: it must be more than 0",
            "the quiet period (seconds) is -1: it must be at least 0",
        }));
    }

    [Test]
    public void A_cluster_needs_nodes() =>
        Assert.That(PlanValidation.Problems(Sound with { Nodes = [] }), Is.EqualTo(new[] { "there are no nodes: name at least one" }));
}
