using System.Collections.Concurrent;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;

namespace RaftTorture.NUnit.Tests;

/// <summary>The examples of the packages' READMEs, as they stand there: what is printed is what was compiled and has run.</summary>
public sealed class ReadmeExamples
{
    private static readonly string Folder = TestContext.CurrentContext.TestDirectory;

    [Test]
    public void Of_the_constraint()
    {
        // RaftTorture.NUnit
        var cache = new ConcurrentDictionary<string, int>();
        var history = History.Record();
        Parallel.For(1, 1000, n => history.Write("k", n, () => cache["k"] = n));
        history.Read("k", () => cache["k"]);
        Assert.That(history, Is.Linearizable("register"));
        // end
    }

    [Test]
    public void Of_the_library()
    {
        var path = Path.Combine(Folder, "example.jsonl");
        File.WriteAllText(path, """
            {"process":1,"type":"invoke","f":"write","key":"k","value":7}
            {"process":1,"type":"ok","f":"write","key":"k","value":7}
            {"process":2,"type":"invoke","f":"read","key":"k","value":null}
            {"process":2,"type":"ok","f":"read","key":"k","value":8}

            """);
        using var output = new StringWriter();
        Print(path, output);

        Assert.That(output.ToString(), Is.EqualTo("Invalid: key k: process 2 read 8, but nobody ever wrote that\n"));
    }

    [TestCase("RaftTorture.NUnit")]
    [TestCase("RaftTorture.Checking")]
    public void Are_what_the_readmes_print(string package)
    {
        var source = File.ReadAllLines(Path.Combine(Folder, "ReadmeExamples.cs")).Select(line => line.Trim()).ToList();
        var start = source.IndexOf($"// {package}");
        var example = source.Skip(start + 1).TakeWhile(line => line != "// end");

        Assert.That(File.ReadAllText(Path.Combine(Folder, $"{package}.md")), Does.Contain(string.Join('\n', example)));
    }

    private static void Print(string path, TextWriter output)
    {
        // RaftTorture.Checking
        var history = HistoryReader.Parse(File.ReadAllBytes(path));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var limits = new CheckLimits(MaxBytes: 1L << 30, IsExpired: () => watch.Elapsed.TotalSeconds > 60);
        var verdict = new LinearizabilityChecker().Check(history.Events, limits);
        output.WriteLine($"{verdict.Validity}: {verdict.Summary}");
        // end
    }
}
