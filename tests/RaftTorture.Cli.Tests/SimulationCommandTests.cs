using RaftTorture.Zoo;

namespace RaftTorture.Cli.Tests;

/// <summary>Simulated runs at the command line.</summary>
public class SimulationCommandTests
{
    [Test]
    public async Task A_seed_tells_its_plan_first_and_has_the_same_hash_twice()
    {
        var first = await Invocation.OfAsync("sim", "--seed", "5");
        var second = await Invocation.OfAsync("sim", "--seed", "5");

        Assert.That(first.ExitCode, Is.EqualTo(ExitCode.Valid), first.Output);
        Assert.That(first.Output, Does.StartWith("seed 5: ").And.Contain("nothing is wrong"));
        Assert.That(first.Output, Does.Match("hash [0-9a-f]{16}").And.EqualTo(second.Output));
    }

    [Test]
    public async Task Broken_nodes_are_found_and_the_command_that_tells_it_is_named()
    {
        var answer = await Invocation.OfAsync("sim", "--test-count", "4", "--animal", "D01");

        Assert.That(answer.ExitCode, Is.EqualTo(ExitCode.Invalid));
        Assert.That(answer.Output, Does.Contain("seed 2: Invariant").And.Contain("4 of 4 runs have a finding"));
    }

    [Test]
    public async Task The_kill_matrix_has_a_line_for_each_animal_and_one_for_sound_nodes()
    {
        var answer = await Invocation.OfAsync("zoo", "--test-count", "1");

        Assert.That(answer.Output, Does.Contain("| sound | 0 of 1 |"));
        Assert.That(ZooCatalog.All.Select(animal => $"| {animal.Id} |").Where(line => !answer.Output.Contains(line, StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase("sim --test-count 0", "--test-count 0 runs nothing")]
    [TestCase("sim --animal unicorn", "unicorn")]
    [TestCase("zoo --test-count 0", "--test-count 0 runs nothing")]
    public async Task Bad_arguments_are_named(string line, string complaint)
    {
        var answer = await Invocation.OfAsync(line.Split(' '));

        Assert.That(answer.ExitCode, Is.EqualTo(ExitCode.BadArguments));
        Assert.That(answer.Error, Does.Contain(complaint));
    }
}
