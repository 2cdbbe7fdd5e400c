using System.Runtime.CompilerServices;
using RaftTorture.Running.Files;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Faults.Recipes;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Cli.Tests;

/// <summary>The plans that come with the harness.</summary>
public class PlanFilesTests
{
    [TestCaseSource(nameof(Files))]
    public void Every_plan_in_the_house_can_be_read_makes_sense_and_says_what_it_is_for(string file)
    {
        var text = File.ReadAllText(Path.Combine(Folder(), file));
        var plan = PlanYaml.Parse(text);

        Assert.That(PlanValidation.Problems(plan), Is.Empty);
        Assert.That(plan.Name, Is.EqualTo(Path.GetFileNameWithoutExtension(file)));
        Assert.That(text, Does.StartWith("# "));
    }

    [Test]
    public void Every_family_and_every_recipe_has_a_plan_of_its_own() => Assert.That(
        Files, Is.SupersetOf(NemesisCatalog.Families.Select(family => $"{family.Name}.yaml").Concat(RecipeCatalog.All.Select(recipe => $"{recipe.Name}.yaml"))));

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Folder(), "*.yaml").Select(path => Path.GetFileName(path)).Order();

    private static string Folder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "../../../harness/plans"));
}
