using System.Diagnostics;
using System.Text.RegularExpressions;

namespace RaftTorture.Architecture.Tests;

/// <summary>The ban is only as good as its enforcement: a pure project that breaks it must not compile.</summary>
public partial class PurityTests
{
    private const string Source = """
        namespace Sample;

        public static class Answers
        {
            public static long Harmless() => 42;

            public static long Clock() => System.DateTime.UtcNow.Ticks;

            public static long Dice() => new System.Random().NextInt64();

            public static bool Files() => System.IO.File.Exists("x");
        }

        """;

    private DirectoryInfo _project = null!;

    [SetUp]
    public void CopyTheRules()
    {
        _project = Directory.CreateTempSubdirectory("raft-torture-purity-");
        foreach (var name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "BannedSymbols.Pure.txt", ".editorconfig", "global.json" })
            File.Copy(Path.Combine(Repository.Root.FullName, name), Path.Combine(_project.FullName, name));
        Write("Sample.cs", Source);
        Write("Sample.csproj", """
            <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><RaftTorturePurity>Pure</RaftTorturePurity></PropertyGroup></Project>
            """);
    }

    [TearDown]
    public void Remove() => _project.Delete(recursive: true);

    [Test]
    public async Task A_clock_or_dice_or_a_file_in_a_pure_project_does_not_compile_and_the_rest_does()
    {
        var output = await BuildAsync();

        var errors = Error().Matches(output).Select(error => (Line: error.Groups[1].Value, Rule: error.Groups[2].Value)).Distinct();
        Assert.That(errors, Is.EquivalentTo(new[] { ("7", "RS0030"), ("9", "RS0030"), ("11", "RS0030") }), output);
    }

    private async Task<string> BuildAsync()
    {
        var start = new ProcessStartInfo("dotnet", ["build", "--nologo", "-v", "q", "--disable-build-servers"])
        {
            WorkingDirectory = _project.FullName,
            RedirectStandardOutput = true,
        };
        using var build = Process.Start(start)!;
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        return output;
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_project.FullName, name), content);

    [GeneratedRegex(@"\((\d+),\d+\): error (\w+)")]
    private static partial Regex Error();
}
