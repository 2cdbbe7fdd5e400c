using System.Collections.Immutable;
using System.Text.Json;
using RaftTorture.Cli.Doctor;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Targets.Doctor;
using RaftTorture.Targets.Kernel;

namespace RaftTorture.Cli.Tests;

public sealed class DoctorTests
{
    private static readonly ImmutableArray<WorldHealth> Machine =
    [
        new("local", new Ability(true, "processes"), Faults((FaultKind.Kill, new Ability(true, "signals")))),
        new("netns", new Ability(true, "namespaces"), Faults((FaultKind.Kill, new Ability(true, "signals")), (FaultKind.Power, Ability.Missing("no loop devices", "sudo")))),
        WorldHealth.Absent("docker", "no engine answers", "apt-get install docker.io"),
    ];

    [TestCase("local", true)]
    [TestCase("netns/kill, local", true)]
    [TestCase("netns/power", false)]
    [TestCase("docker", false)]
    [TestCase("docker/kill", false)]
    [TestCase(null, true)]
    public void What_is_required_is_met_if_all_of_it_works(string? required, bool isMet) =>
        Assert.That(Requirement.Parse(required).All(each => each.IsMet(Machine)), Is.EqualTo(isMet));

    [TestCase("mars", "there is no world mars")]
    [TestCase("local/meteor", "there is no fault meteor")]
    public void A_requirement_that_does_not_exist_is_refused_with_those_that_do(string required, string problem) =>
        Assert.That(() => Requirement.Parse(required), Throws.TypeOf<PlanException>().With.Message.Contains(problem));

    [Test]
    public void What_is_missing_is_told_with_what_a_person_can_do() =>
        Assert.That(DoctorTable.Remedies(Machine), Is.EqualTo(new[]
        {
            "netns power: no loop devices; sudo",
            "docker: no engine answers; apt-get install docker.io",
        }));

    /// <summary>For real, but for nothing that any machine must have besides the SDK.</summary>
    [Test]
    public async Task Any_machine_has_the_local_world_and_the_answer_is_given_to_programs_too()
    {
        var answer = await Invocation.OfAsync("doctor", "--json", "--require", "local/partition");
        Assert.That(answer.ExitCode, Is.Zero, answer.Error);
        var worlds = JsonDocument.Parse(answer.Output).RootElement;
        Assert.That(worlds.EnumerateObject().Select(world => world.Name), Is.EqualTo(new[] { "local", "netns", "docker" }));
        Assert.That(worlds.GetProperty("local").GetProperty("faults").GetProperty("partition").GetProperty("works").GetBoolean(), Is.True);
    }

    private static ImmutableSortedDictionary<FaultKind, Ability> Faults(params (FaultKind Kind, Ability Ability)[] faults) =>
        faults.ToImmutableSortedDictionary(fault => fault.Kind, fault => fault.Ability);
}
