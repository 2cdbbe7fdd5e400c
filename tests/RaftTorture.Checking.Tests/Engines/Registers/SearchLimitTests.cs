using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Registers;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Engines.Registers;

internal sealed class SearchLimitTests
{
    private static readonly RegisterHistory Hard = Of(new HotRegister(Operations: 2_000, Clients: 50, Values: 5, UnknownPercent: 0));

    private delegate SearchResult? Engine(RegisterHistory history, SearchBudget budget, PruningRules rules);

    [Test]
    public void A_search_ends_at_the_first_look_at_the_clock_that_shows_the_time_is_over([Values(1, 3)] int looks, [Values] bool isDeep)
    {
        var looked = 0;
        using var budget = new SearchBudget(() => ++looked >= looks, new MemoryPool(long.MaxValue), long.MaxValue);
        Assert.That(LimitOf(Run(isDeep, budget)), Is.EqualTo(SearchLimit.Time));
        Assert.That(looked, Is.EqualTo(looks));
    }

    [Test]
    public void A_search_looks_at_as_many_configurations_as_it_may([Values] bool isDeep)
    {
        using var budget = new SearchBudget(() => false, new MemoryPool(long.MaxValue), maxSteps: 100);
        Assert.That(LimitOf(Run(isDeep, budget)), Is.EqualTo(SearchLimit.Steps));
        Assert.That(budget.Steps, Is.EqualTo(101));
    }

    [Test]
    public void Memory_is_never_more_than_the_cap_and_all_given_back([Values(1_000, 300_000, 500_000)] long cap, [Values] bool isDeep)
    {
        var pool = new MemoryPool(cap);
        var most = 0L;
        using (var budget = new SearchBudget(() => Note(pool.Held), pool, long.MaxValue))
            Assert.That(LimitOf(Run(isDeep, budget)), Is.EqualTo(SearchLimit.Memory));
        Assert.That(most, Is.LessThanOrEqualTo(cap));
        Assert.That(pool.Held, Is.Zero);

        bool Note(long held)
        {
            most = Math.Max(most, held);
            return false;
        }
    }

    [Test]
    public void Searches_that_run_at_the_same_time_share_their_memory()
    {
        var pool = new MemoryPool(1_000);
        using var one = new SearchBudget(() => false, pool, long.MaxValue);
        using var other = new SearchBudget(() => false, pool, long.MaxValue);
        Assert.That((one.TryTake(600), other.TryTake(600)), Is.EqualTo((true, false)));
        Assert.That((other.Reached, pool.Held), Is.EqualTo((SearchLimit.Memory, 600)));
    }

    [Test]
    public void The_prefix_that_is_said_to_be_proven_is_linearizable([Values] bool isDeep)
    {
        var dice = new Dice(31);
        for (var i = 0; i < 1_000; i++)
        {
            var history = RandomHistories.Register(dice, 8, processes: 4, unknownPercent: 20, isUnique: false, blindPercent: 30);
            RandomHistories.TamperWithRegister(history, dice);
            using var budget = new SearchBudget(() => false, new MemoryPool(long.MaxValue), maxSteps: dice.Below(8));
            var result = Run(isDeep, budget, RegisterHistory.Of(Pairing.Pair(history), Value.Absent));
            if (result is not SearchResult.Undecided undecided)
                continue;
            var proven = UpToEnd(history, undecided.ProvenCompletions);
            Assert.That(BruteForce.IsLinearizable(proven, Value.Absent, Specifications.Register), Is.True, () => Story.Tell(history));
        }
    }

    private static SearchLimit? LimitOf(SearchResult? result) => (result as SearchResult.Undecided)?.Limit;

    private static SearchResult? Run(bool isDeep, SearchBudget budget, RegisterHistory? history = null)
    {
        Engine engine = isDeep ? RegisterSearch.DepthFirst : RegisterSearch.BreadthFirst;
        return engine(history ?? Hard, budget, PruningRules.All);
    }

    private static RegisterHistory Of(HotRegister hot) => RegisterHistory.Of(Pairing.Pair(hot.Generate(new Dice(30))), Value.Absent);

    /// <summary>Up to the end of the first operations that end with an answer.</summary>
    private static List<HistoryEvent> UpToEnd(List<HistoryEvent> history, int completions)
    {
        var ends = history.FindAll(e => e is { Type: EventType.Ok } or { Error: HistoryEvent.CasMiss });
        return completions == 0 ? [] : Before(history, (int)ends[completions - 1].Index + 1);
    }

    /// <summary>That an operation will have failed is known from the start: it never happens.</summary>
    private static List<HistoryEvent> Before(List<HistoryEvent> history, int end)
    {
        var failed = history.FindAll(e => e.Type == EventType.Fail && e.Error != HistoryEvent.CasMiss).ConvertAll(e => e.Process);
        return history.FindAll(e => e.Index < end && !failed.Contains(e.Process));
    }
}
