using System.Collections.Concurrent;
using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;

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

    [TestCase(8, 8, true)]
    [TestCase(7, 8, true)]
    [TestCase(8, 7, false)]
    public void Of_a_model_of_ones_own(int first, int second, bool isLinearizable)
    {
        var history = History.Record();
        history.Write(null, first, () => { });
        history.Write(null, second, () => { });
        history.Read(null, () => second);

        Assert.That(history, isLinearizable ? Is.Linearizable<MaxModel, long>() : Is.Not.Linearizable<MaxModel, long>());
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

    [TestCase("RaftTorture.NUnit", "RaftTorture.NUnit", 5)]
    [TestCase("RaftTorture.NUnit", "a model", 12)]
    [TestCase("RaftTorture.Checking", "RaftTorture.Checking", 5)]
    public void Are_what_the_readmes_print(string package, string name, int lines)
    {
        var source = File.ReadAllLines(Path.Combine(Folder, "ReadmeExamples.cs"));
        var start = Array.FindIndex(source, line => line.Trim() == $"// {name}");
        var indentation = source[start].Length - source[start].TrimStart().Length;
        string[] example = [.. source.Skip(start + 1).TakeWhile(line => line.Trim() != "// end").Select(line => line.Length == 0 ? "" : line[indentation..])];

        Assert.That(File.ReadAllText(Path.Combine(Folder, $"{package}.md")), Does.Contain($"```csharp\n{string.Join('\n', example)}\n```"));
        Assert.That(example, Has.Length.EqualTo(lines));
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

    // a model
    public readonly struct MaxModel : IModel<long>
    {
        public static string Name => "max-register";

        public static long Initial(Value? given) => 0;

        public static bool Step(long state, Call call, out long next)
        {
            next = call.F == "write" ? Math.Max(state, Arguments.Number(call)) : state;
            return call.F != "read" || call.IsUnknown || call.Result == Value.Of(state);
        }
    }
    // end
}
