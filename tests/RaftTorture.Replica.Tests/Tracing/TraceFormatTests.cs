using System.Reflection;
using System.Text.Json;
using RaftTorture.Raft;
using RaftTorture.Replica.Tracing;

namespace RaftTorture.Replica.Tests.Tracing;

/// <summary>The format as others will read it: etcd raft's checker, and whoever follows the guide.</summary>
public sealed class TraceFormatTests
{
    /// <summary>Of etcd raft's TracingEvent, and the applied index that its model reads too.</summary>
    private static readonly string[] EtcdsFields = ["name", "nid", "state", "role", "log", "applied", "conf"];

    private static readonly string[] EtcdsMessageFields =
        ["type", "term", "from", "to", "entries", "logTerm", "index", "commit", "vote", "reject", "rejectHint"];

    private static readonly IReadOnlyList<TraceEvent> Kinds =
        [.. typeof(TraceEvent).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (TraceEvent)field.GetValue(null)!)];

    private static IEnumerable<JsonElement> Events =>
        TraceExamples.Lines().Skip(1).Select(line => JsonDocument.Parse(line).RootElement);

    [Test]
    public void The_examples_show_every_kind_of_event() =>
        Assert.That(Events.Select(NameOf).Distinct(), Is.EquivalentTo(Kinds.Select(kind => kind.Name)));

    [Test]
    public void Etcds_checker_is_given_etcds_events_and_no_others()
    {
        var etcds = Events.Where(line => line.GetProperty("tag").ValueEquals("trace")).Select(NameOf).Distinct();

        Assert.That(etcds, Is.EquivalentTo(Kinds.Where(kind => kind.IsEtcds).Select(kind => kind.Name)));
    }

    [Test]
    public void An_event_has_etcds_fields_and_what_is_ours_stands_apart()
    {
        foreach (var line in Events)
        {
            Assert.That(NamesIn(line), Is.EqualTo(new[] { "tag", "ts", "event", "extra" }));
            Assert.That(NamesIn(line.GetProperty("event")).Except(["msg", "prop"]), Is.EqualTo(EtcdsFields));
            if (line.GetProperty("event").TryGetProperty("msg", out var message))
                Assert.That(NamesIn(message), Is.EqualTo(EtcdsMessageFields));
        }
    }

    [Test]
    public void The_guide_shows_a_line_of_every_kind_as_it_is_written()
    {
        var guide = File.ReadAllLines(Path.Combine(Repository(), "src", "README.md"));

        var missing = TraceExamples.Lines().GroupBy(NameIn).Where(kind => !kind.Intersect(guide).Any()).Select(kind => kind.First());

        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void The_hash_of_an_entry_is_the_same_everywhere_and_tells_a_flipped_bit()
    {
        var hash = HashOf(new Entry(new LogIndex(1), new Term(2), EntryKind.Command, new byte[] { 3, 4 }));

        Assert.That(hash, Is.EqualTo("0e07fc090ec800c2"), "FNV-1a of 1 as 8 bytes, 2 as 8 bytes, 1, 3, 4");
        Assert.That(HashOf(new Entry(new LogIndex(1), new Term(2), EntryKind.Command, new byte[] { 3, 5 })), Is.Not.EqualTo(hash));
        Assert.That(HashOf(new Entry(new LogIndex(1), new Term(3), EntryKind.Command, new byte[] { 3, 4 })), Is.Not.EqualTo(hash));
    }

    private static string HashOf(Entry entry)
    {
        var sink = new CollectingSink();
        var tracer = new Tracer(new TraceHeader("test", new NodeId(1), 0), sink, () => 0);
        tracer.Stepped(new Input.Tick(0), [new Effect.Persist(null, [entry])], default);
        return JsonDocument.Parse(sink.Lines.Single()).RootElement.GetProperty("extra").GetProperty("entries")[0].GetProperty("hash").GetString()!;
    }

    private static string NameOf(JsonElement line) => line.GetProperty("event").GetProperty("name").GetString()!;

    private static string NameIn(string line) => JsonDocument.Parse(line).RootElement is var parsed && parsed.TryGetProperty("event", out _) ? NameOf(parsed) : "header";

    private static IEnumerable<string> NamesIn(JsonElement element) => element.EnumerateObject().Select(field => field.Name);

    private static string Repository()
    {
        var directory = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "RaftTorture.sln")))
            directory = directory.Parent ?? throw new DirectoryNotFoundException("the tests do not run inside the repository");
        return directory.FullName;
    }
}
