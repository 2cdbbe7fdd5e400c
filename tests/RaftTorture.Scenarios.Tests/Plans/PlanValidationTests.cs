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
            "unknown world 'mars': choose one of local, netns, docker",
            "unknown workload 'bank': choose one of register, append, set",
            "unknown nemesis 'meteor': choose from partition, kill, pause, packet, clock, power, disk, corruption, cpu, memory, restart, transfer, snapshot, membership, pause-kill, part-kill, none, all",
            "node 'n1' is named 2 times: name each once",
            "the concurrency is 0: it must be at least 1",
            "the rate (operations a second) is NaN: it must be more than 0",
            "the quiet period (seconds) is -1: it must be at least 0",
        }));
    }

    [Test]
    public void A_mixture_that_would_outlast_the_faults_is_refused() =>
        Assert.That(
            PlanValidation.Problems(Sound with { NemesisStablePeriodSeconds = 1000, TimeLimitSeconds = 1 }),
            Has.Exactly(1).Contains("stable period of 1000 s is longer than the time limit of 1 s"));

    [Test]
    public void A_cluster_needs_nodes() =>
        Assert.That(PlanValidation.Problems(Sound with { Nodes = [] }), Is.EqualTo(new[] { "there are no nodes: name at least one" }));

    [Test]
    public void A_family_that_a_world_has_not_is_refused_and_those_that_have_it_are_named() =>
        Assert.That(PlanValidation.Problems(Sound with { Nemesis = ["clock", "kill"] }), Is.EqualTo(new[]
        {
            "the local world has no clock: take --world netns or docker, or leave clock out of the nemeses",
        }));

    [TestCase("local", "unknown packet behavior 'loss' in the local world: choose from delay, rate")]
    [TestCase("netns", null)]
    public void Only_the_kernel_loses_packets(string world, string? problem) =>
        Assert.That(PlanValidation.Problems(Sound with { World = world, PacketBehaviors = ["loss"] }).FirstOrDefault(), Is.EqualTo(problem));

    [Test]
    public void Choices_that_no_family_has_are_refused_with_those_there_are() =>
        Assert.That(PlanValidation.Problems(Sound with { ClockFaults = ["leap"], DiskFaults = ["melted"], PowerTails = ["long"], Corruptions = ["rust"] }), Is.EqualTo(new[]
        {
            "unknown clock fault 'leap' in the local world: choose from bump, strobe, drift",
            "unknown power tail 'long' in the local world: choose from lost, torn",
            "unknown disk fault 'melted' in the local world: choose from full, slow, hung, failing",
            "unknown corruption 'rust' in the local world: choose from bitflip, truncate, wipe",
        }));

    [Test]
    public void A_clock_method_that_does_not_exist_is_refused() =>
        Assert.That(PlanValidation.Problems(Sound with { ClockMethod = "sundial" }), Is.EqualTo(new[] { "unknown clock method 'sundial': choose from auto, vdso, faketime" }));

    [TestCase("pause", "a pause never strikes all nodes: add another node target, or leave pause out of the nemeses")]
    [TestCase("corruption", "corruption strikes none of these node targets: add one of one, minority, minority-third, primary, or leave corruption out of the nemeses")]
    public void A_family_that_none_of_the_targets_fits_is_refused(string family, string problem) =>
        Assert.That(PlanValidation.Problems(Sound with { World = "docker", Nemesis = [family], NodeTargets = ["all"] }), Is.EqualTo(new[] { problem }));
}
