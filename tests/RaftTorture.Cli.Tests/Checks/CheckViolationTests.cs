using System.Text.Json.Nodes;
using RaftTorture.Running.Files;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Cli.Tests.Checks;

/// <summary>What is said of an invalid history besides that it is: the same to a person, to a program and in the files of a run.</summary>
public sealed class CheckViolationTests
{
    private const string Stale = """
        {"process":1,"type":"invoke","f":"write","key":"k","value":1}
        {"process":1,"type":"ok","f":"write","key":"k","value":1}
        {"process":2,"type":"invoke","f":"write","key":"k","value":2}
        {"process":2,"type":"ok","f":"write","key":"k","value":2}
        {"process":3,"type":"invoke","f":"read","key":"k","value":null}
        {"process":3,"type":"ok","f":"read","key":"k","value":1}

        """;

    private readonly HistoryFolder _folder = new();

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public async Task A_table_has_the_class_and_the_number_of_operations_in_the_core()
    {
        _folder.Write("table/a.jsonl", HistoryFolder.Good);
        _folder.Write("table/b.jsonl", Stale);

        var answer = await Invocation.OfAsync("check", _folder.In("table"));

        Assert.That(answer.Output, Does.Match(@"file +format +operations +keys +verdict +ms +class +core +why"));
        Assert.That(answer.Output, Does.Match(@"b\.jsonl +jsonl +3 +1 +✗ invalid +[0-9.]+ +stale read +3 +key k: process 3 read 1, but"));
        Assert.That(answer.Output, Does.Match(@"(?m)a\.jsonl +jsonl +2 +1 +✓ valid +[0-9.]+$"));
    }

    [Test]
    public async Task Programs_get_the_whole_violation()
    {
        var answer = await Invocation.OfAsync("check", _folder.Write("json/a.jsonl", Stale), "--json");

        var violation = Violations(JsonNode.Parse(answer.Output)!).Single();
        Assert.Multiple(() =>
        {
            Assert.That((string?)violation["class"], Is.EqualTo("stale-read"));
            Assert.That((int?)violation["coreCount"], Is.EqualTo(3));
            Assert.That(violation["core"]!.AsArray().Select(operation => (bool?)operation!["isForcing"]), Is.EqualTo([true, false, true]));
            Assert.That((string?)violation["sentence"], Does.StartWith("key k: process 3 read 1"));
            Assert.That((int?)violation["firstImpossible"]!["index"], Is.EqualTo(5));
            Assert.That((int?)violation["leastK"], Is.EqualTo(2));
            Assert.That(violation["longestPrefix"]!["positions"]!.ToJsonString(), Is.EqualTo("[0,2]"));
        });
    }

    [Test]
    public async Task It_is_the_one_that_the_results_of_a_run_hold()
    {
        _folder.Write("store/run/plan.yaml", PlanYaml.Write(new Plan { Seed = 5 }));
        _folder.Write("store/run/history.jsonl", Stale);

        var answer = await Invocation.OfAsync("check", _folder.In("store/run"), "--json");

        var printed = Violations(JsonNode.Parse(answer.Output)!).Single();
        var kept = Violations(JsonNode.Parse(File.ReadAllText(_folder.In("store/run/results.json")))!).Single();
        Assert.That(JsonNode.DeepEquals(printed, WithoutNulls(kept)), Is.True, $"{printed}\n{kept}");
    }

    private static IEnumerable<JsonNode> Violations(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => field.Key == "violation" && field.Value is not null ? [field.Value] : Violations(field.Value)),
        JsonArray items => items.SelectMany(Violations),
        _ => [],
    };

    /// <summary>Events keep theirs: a value that is null is one.</summary>
    private static JsonNode WithoutNulls(JsonNode node)
    {
        if (node is JsonObject fields && !fields.ContainsKey("process"))
        {
            var told = fields.Where(field => field.Value is not null);
            return new JsonObject(told.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)WithoutNulls(field.Value!))));
        }

        return node is JsonArray items ? new JsonArray([.. items.Select(item => WithoutNulls(item!))]) : node.DeepClone();
    }
}
