using RaftTorture.Checking.Histories;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Tests.Fakes;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Scenarios.Tests.Workloads;

public sealed class WorkloadTests
{
    private static readonly Plan Plan = new() { Seed = 11, KeyCount = 4, OperationsPerKey = 50 };

    [Test]
    public void The_same_seed_gives_the_same_operations_and_another_gives_others([Values("register", "append", "set")] string name)
    {
        var operations = Play(Plan with { Workload = name }, 2000);

        Assert.That(Play(Plan with { Workload = name }, 2000), Is.EqualTo(operations));
        Assert.That(Play(Plan with { Workload = name, Seed = 12 }, 2000), Is.Not.EqualTo(operations));
    }

    [Test]
    public void No_value_is_written_twice([Values("register", "append", "set")] string name)
    {
        var written = Play(Plan with { Workload = name }, 2000).Select(Written).OfType<Value>().ToList();

        Assert.That(written, Has.Count.GreaterThan(1000));
        Assert.That(written.Distinct().Count(), Is.EqualTo(written.Count));
    }

    [Test]
    public void A_key_is_retired_after_its_operations_and_a_fresh_one_takes_its_place()
    {
        var keys = Play(Plan, 2000).GroupBy(operation => operation.Key).ToList();

        Assert.That(keys, Has.All.Matches<IGrouping<string, Operation>>(key => key.Count() <= 50));
        Assert.That(keys.Select(key => key.Key), Is.EquivalentTo(Enumerable.Range(0, keys.Count).Select(n => $"k{n}")));
        Assert.That(keys.Count(key => key.Count() < 50), Is.LessThanOrEqualTo(Plan.KeyCount));
    }

    [Test]
    public void A_key_is_retired_before_it_gathers_more_unknowns_than_a_search_can_bear()
    {
        var operations = Play(Plan with { OperationsPerKey = 1_000_000 }, 2000, workers: 20, _ => new Completion.Unknown("lost"));

        Assert.That(operations.GroupBy(operation => operation.Key).Max(key => key.Count()), Is.InRange(25, 45));
    }

    [Test]
    public void A_fair_part_of_the_compare_and_sets_hits_under_concurrency()
    {
        var register = new Registers();
        Play(Plan, 5000, workers: 10, played => register.Answer(played.Item));

        Assert.That(register.CasHits, Is.GreaterThan(register.CasMisses / 4));
        Assert.That(register.CasMisses, Is.GreaterThan(50));
    }

    [Test]
    public void Final_reads_ask_each_key_of_three_workers_until_it_answers()
    {
        var refusals = new Queue<Completion>(Enumerable.Repeat(new Completion.Fail("refused"), 7));
        var reads = FinalReads.Of(["a", "b", "c"], workers: 5);
        var played = new Playback<Operation>(5, answer: _ => refusals.TryDequeue(out var no) ? no : new Completion.Ok(Value.Absent)).Take(reads, 100);

        Assert.That(played, Has.Count.EqualTo(3 * 3 + 7));
        foreach (var key in played.GroupBy(read => read.Item.Key))
            Assert.That(key.Select(read => read.Worker).Distinct().Count(), Is.EqualTo(3), key.Key);
    }

    [Test]
    public void Final_reads_of_fewer_workers_than_readers_ask_everybody()
    {
        var played = new Playback<Operation>(2).Take(FinalReads.Of(["a", "b", "c"], workers: 2), 100);

        Assert.That(played, Has.Count.EqualTo(6));
    }

    [Test]
    public void An_unknown_workload_is_named_with_those_there_are()
    {
        var refusal = Assert.Throws<PlanException>(() => WorkloadCatalog.Create(Plan with { Workload = "bank" }, new PlainData()));

        Assert.That(refusal.Message, Is.EqualTo("unknown workload 'bank': choose one of register, append, set"));
    }

    private static List<Operation> Play(Plan plan, int count, int workers = 5, Func<Played<Operation>, Completion>? answer = null)
    {
        var load = WorkloadCatalog.Create(plan, new PlainData()).Load;
        return [.. new Playback<Operation>(workers, answer: answer).Take(load, count).Select(played => played.Item)];
    }

    private static Value? Written(Operation operation) => (operation.F, operation.Value) switch
    {
        (Functions.Read, _) => null,
        (Functions.Cas, Value.Items { Content: [_, var next] }) => next,
        (_, var value) => value,
    };

    /// <summary>Registers that answer at once.</summary>
    private sealed class Registers
    {
        private readonly Dictionary<string, Value> _values = [];

        public int CasHits { get; private set; }

        public int CasMisses { get; private set; }

        public Completion Answer(Operation operation)
        {
            var seen = _values.GetValueOrDefault(operation.Key, Value.Absent);
            if (operation is { F: Functions.Cas, Value: Value.Items { Content: [var expected, _] } } && expected != seen)
            {
                CasMisses++;
                return new Completion.Fail(HistoryEvent.CasMiss, seen);
            }

            CasHits += operation.F == Functions.Cas ? 1 : 0;
            return new Completion.Ok(_values[operation.Key] = Written(operation) ?? seen);
        }
    }
}
