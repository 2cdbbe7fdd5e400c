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
            public static long Clock() => System.DateTime.UtcNow.Ticks; // banned
            public static long Dice() => new System.Random().NextInt64(); // banned
            public static System.Guid Identity() => System.Guid.NewGuid(); // banned
            public static void Sleeps() => System.Threading.Thread.Sleep(1); // banned
            public static void Tasks() => System.Threading.Tasks.Parallel.Invoke(); // banned
            public static object Queries(int[] numbers) => System.Linq.ParallelEnumerable.AsParallel(numbers); // banned
            public static bool Files() => System.IO.File.Exists("x"); // banned
            public static object Reads() => new System.IO.StreamReader("x"); // banned
            public static object Writes() => new System.IO.StreamWriter("x"); // banned
            public static string Scratch() => System.IO.Path.GetTempPath(); // banned
            public static string ScratchFile() => System.IO.Path.GetTempFileName(); // banned
            public static string DiceByName() => System.IO.Path.GetRandomFileName(); // banned
            public static void Sockets(System.Net.Sockets.Socket socket) => socket.Close(); // banned
            public static string Names() => System.Net.Dns.GetHostName(); // banned
            public static void Prints() => System.Console.WriteLine(); // banned
            public static int Looks() => System.Environment.ProcessorCount; // banned
            public static int Hash() => "x".GetHashCode(); // banned
            public static int HashByCulture() => "x".GetHashCode(System.StringComparison.Ordinal); // banned
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
    public async Task Whatever_is_banned_in_a_pure_project_does_not_compile_and_the_rest_does()
    {
        var output = await BuildAsync();

        var errors = Error().Matches(output).Select(error => (Line: error.Groups[1].Value, Rule: error.Groups[2].Value)).Distinct();
        var banned = Source.Split('\n').Index().Where(line => line.Item.EndsWith("// banned", StringComparison.Ordinal));
        Assert.That(errors, Is.EquivalentTo(banned.Select(line => ($"{line.Index + 1}", "RS0030"))), output);
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
