using RaftTorture.Running.Files;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Running.Tests;

public sealed class PlanYamlTests
{
    [Test]
    public void A_plan_survives_its_file()
    {
        var plan = new Plan { Seed = -5, Name = "other", Nodes = ["a", "b"], Nemesis = [], RateHz = 12.5, CheckBytes = 7 };
        var read = PlanYaml.Parse(PlanYaml.Write(plan));

        Assert.That(read with { Nodes = plan.Nodes, Nemesis = plan.Nemesis }, Is.EqualTo(plan));
        Assert.That(read.Nodes, Is.EqualTo(plan.Nodes));
        Assert.That(read.Nemesis, Is.Empty);
        Assert.That(PlanYaml.Parse("seed: 3"), Is.EqualTo(new Plan { Seed = 3 }).Using<Plan>((a, b) => a.Seed == b.Seed && a.RateHz == b.RateHz));
    }

    [TestCase("", "the plan is empty: it needs at least a seed")]
    [TestCase("# nothing yet", "the plan is empty: it needs at least a seed")]
    [TestCase("register", "plan, line 1: a plan is lines of a name and a value, such as seed: 1")]
    [TestCase("name: x", "plan, line 1: there is no seed: write one, such as seed: 1")]
    [TestCase("seed: x", "plan, line 1: seed must be a whole number, not x")]
    [TestCase("seed:", "plan, line 1: seed must be a whole number")]
    [TestCase("seed: 1.5", "plan, line 1: seed must be a whole number, not 1.5")]
    [TestCase("seed: [1]", "plan, line 1: seed must be a whole number")]
    [TestCase("seed: 1\nrate-hz: fast", "plan, line 2: rate-hz must be a number, not fast")]
    [TestCase("seed: 1\nconcurrency: 9999999999", "plan, line 2: concurrency must be a whole number up to 2147483647, not 9999999999")]
    [TestCase("seed: 1\nname: [a]", "plan, line 2: name must be a text")]
    [TestCase("seed: 1\nname:", "plan, line 2: name must be a text")]
    [TestCase("seed: 1\n\nnemesis: kill", "plan, line 3: nemesis is a list, write [kill]")]
    [TestCase("seed: 1\nnemesis: {kill: yes}", "plan, line 2: nemesis is a list of names, write [one, two]")]
    [TestCase("seed: 1\nnemesis: [[kill]]", "plan, line 2: nemesis is a list of names, write [one, two]")]
    [TestCase("seed: 1\nratehz: 3", "plan, line 2: there is no 'ratehz' in a plan: did you mean rate-hz?")]
    [TestCase("seed: 1\nspeed: 3", "plan, line 2: there is no 'speed' in a plan: did you mean seed?")]
    public void A_plan_that_is_none_is_refused_in_words_that_say_where_and_what_should_stand_there(string yaml, string message) =>
        Assert.That(() => PlanYaml.Parse(yaml), Throws.TypeOf<PlanException>().With.Message.EqualTo(message));

    [Test]
    public void A_field_that_resembles_none_is_answered_with_all_of_them() =>
        Assert.That(
            () => PlanYaml.Parse("seed: 1\nweather: fair"),
            Throws.TypeOf<PlanException>().With.Message.StartsWith("plan, line 2: there is no 'weather' in a plan: there are name, seed, world, nodes, "));

    [TestCase("seed: [1", "plan, line 2: ")]
    [TestCase("seed: 1\nseed: 2", "plan, line 2: ")]
    public void A_text_that_is_no_yaml_is_refused_in_one_line_that_says_where(string yaml, string message)
    {
        var refusal = Assert.Throws<PlanException>(() => PlanYaml.Parse(yaml));

        Assert.That(refusal.Message, Does.StartWith(message).And.Not.Contain("\n"));
    }
}
