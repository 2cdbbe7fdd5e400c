namespace RaftTorture.Architecture.Tests;

public class ArrowTests
{
    private static IEnumerable<FileInfo> Projects => Repository.ProjectsUnder("src").Concat(Repository.ProjectsUnder("harness"));

    [Test]
    public void Every_project_keeps_to_its_arrows()
    {
        var breaches = Projects.Select(ProjectFile.Read).SelectMany(Arrows.Breaches).ToList();

        Assert.That(breaches, Is.Empty);
    }

    [Test]
    public void The_projects_are_found_at_all() =>
        Assert.That(Projects.Select(file => file.Name), Is.SupersetOf(new[] { "RaftTorture.Raft.csproj", "RaftTorture.Checking.csproj", "RaftTorture.Cli.csproj" }));

    [TestCase("RaftTorture.Checking", "RaftTorture.Scenarios")]
    [TestCase("RaftTorture.Scenarios", "RaftTorture.Raft")]
    [TestCase("RaftTorture.Running", "RaftTorture.Client")]
    [TestCase("RaftTorture.Reporting", "RaftTorture.Kv")]
    [TestCase("RaftTorture.Targets", "RaftTorture.Node")]
    [TestCase("RaftTorture.Node", "RaftTorture.Checking")]
    [TestCase("RaftTorture.Raft", "RaftTorture.Kv")]
    public void A_forbidden_arrow_is_named(string from, string to)
    {
        var project = ProjectFile.Parse(from, $"""
            <Project>
              <PropertyGroup><RaftTorturePurity>Pure</RaftTorturePurity></PropertyGroup>
              <ItemGroup><ProjectReference Include="..\..\somewhere\{to}.csproj" /></ItemGroup>
            </Project>
            """);

        Assert.That(Arrows.Breaches(project), Is.EqualTo(new[] { $"{from} must not reference {to}" }));
    }

    [Test]
    public void A_pure_project_without_its_mark_is_named() =>
        Assert.That(Arrows.Breaches(ProjectFile.Parse("RaftTorture.Raft", "<Project />")), Has.One.Contains("must be marked"));

    [TestCase("""<PackageReference Include="Bogus" />""", "Bogus")]
    [TestCase("""<FrameworkReference Include="Microsoft.AspNetCore.App" />""", "Microsoft.AspNetCore.App")]
    public void A_package_in_a_pure_project_is_named(string reference, string package)
    {
        var project = ProjectFile.Parse("RaftTorture.Kv", $"<Project><RaftTorturePurity>Pure</RaftTorturePurity>{reference}</Project>");

        Assert.That(Arrows.Breaches(project), Has.One.Contains(package));
    }

    [Test]
    public void A_project_that_the_architecture_does_not_know_is_named() =>
        Assert.That(Arrows.Breaches(ProjectFile.Parse("RaftTorture.Utils", "<Project />")), Has.One.Contains("no place"));
}
