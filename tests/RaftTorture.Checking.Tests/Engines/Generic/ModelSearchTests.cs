using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines;
using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Engines.Generic;

internal sealed class ModelSearchTests
{
    [Test]
    public void A_model_that_lies_about_what_only_looks_is_refused() =>
        Assert.That(() => Compare<Liar.ReadOnlyAdd>(), Throws.InvalidOperationException.With.Message.Contains("counter says that add is read-only"));

    [Test]
    public void A_model_that_lies_about_what_can_be_seen_is_caught_by_the_definition() =>
        Assert.That(Compare<Liar.NothingSeen>, Throws.InstanceOf<AssertionException>());

    [Test]
    public void A_model_that_hides_that_it_looks_at_the_process_is_caught_by_the_replay()
    {
        var story = Story.Of("1 invoke acquire k\n1 ok\n1 invoke release k\n1 ok\n2 invoke acquire k\n2 ok\n1 invoke release k\n1 ok");
        Assert.That(
            () => new ModelChecker<Liar.SameForAll, int>().Check(story, CheckLimits.None),
            Throws.InvalidOperationException.With.Message.Contains("release by process 1 (event 6) has an answer that is impossible there"));
    }

    [Test]
    public void A_step_is_asked_once_for_a_state_and_a_class_of_operations()
    {
        Counted.Steps = 0;
        var clients = Enumerable.Range(0, 40).ToArray();
        var history = HistoryOf(string.Concat(clients.Select(i => $"{i} invoke add k 0\n")) + string.Concat(clients.Select(i => $"{i} ok\n")));
        Assert.That(Search<Counted>(history, CheckLimits.None), Is.InstanceOf<SearchResult.Found>());
        Assert.That(Counted.Steps, Is.EqualTo(1));
    }

    [Test]
    public void Twins_among_unknown_operations_are_tried_in_one_order_only()
    {
        // 2^24 subsets of the additions, but 25 sums.
        var story = string.Concat(Enumerable.Range(0, 24).Select(i => $"{i} invoke add k 1\n{i} info\n")) + "99 invoke read k\n99 ok 25";
        Assert.That(Run<CounterModel>(HistoryOf(story), steps: 200), Is.InstanceOf<SearchResult.Impossible>());
    }

    [Test]
    public void What_is_legal_and_only_looks_is_never_branched_on()
    {
        // 2^40 subsets of the reads, and no order of the additions explains the last one.
        var reads = string.Concat(Enumerable.Range(10, 40).Select(i => $"{i} invoke read k\n"));
        var answers = string.Concat(Enumerable.Range(10, 40).Select(i => $"{i} ok 0\n"));
        var story = $"1 invoke add k 1\n{reads}2 invoke add k 2\n3 invoke read k\n3 ok 5\n{answers}1 ok\n2 ok";
        Assert.That(Run<CounterModel>(HistoryOf(story), steps: 2_000), Is.InstanceOf<SearchResult.Impossible>());
    }

    [Test]
    public void States_that_nobody_can_see_are_one()
    {
        // 12! orders of the appends, of which a get shows none; 2^12 subsets are left.
        var appends = string.Concat(Enumerable.Range(10, 12).Select(i => $"{i} invoke append k {(char)('a' + i)}\n"));
        var story = $"{appends}1 invoke get k\n1 ok z\n{string.Concat(Enumerable.Range(10, 12).Select(i => $"{i} ok\n"))}";
        var history = new ModelHistory(Pairing.Pair(Story.Of(story)), KvModel.IsReadOnly, looksAtProcess: false, Deadline.None);
        Assert.That(Run<KvModel, KvState>(history, KvModel.Initial(null), steps: 50_000), Is.InstanceOf<SearchResult.Impossible>());
    }

    [Test]
    public void A_search_that_is_cut_short_goes_on_where_it_stopped()
    {
        var dice = new Dice(43);
        for (var i = 0; i < 300; i++)
        {
            var history = HistoryOf(ModelTrials.Of("counter").Generate(dice, 7));
            using var budget = new SearchBudget(() => false, new MemoryPool(long.MaxValue), long.MaxValue);
            var search = new ModelSearch<CounterModel, long>(history, 0, budget);
            SearchResult result;
            do
                result = search.Run(steps: 1);
            while (result is SearchResult.Undecided);
            Assert.That(result.GetType(), Is.EqualTo(Run<CounterModel>(history, long.MaxValue).GetType()));
        }
    }

    private static void Compare<TModel>()
        where TModel : struct, IModel<long> =>
        ModelTrials.Of("counter").Compare(new ModelChecker<TModel, long>(), seed: 42, histories: 500);

    private static ModelHistory HistoryOf(string story) => HistoryOf(Story.Of(story));

    private static ModelHistory HistoryOf(List<HistoryEvent> events) =>
        new(Pairing.Pair(events), CounterModel.IsReadOnly, looksAtProcess: false, Deadline.None);

    private static SearchResult Search<TModel>(ModelHistory history, CheckLimits limits)
        where TModel : struct, IModel<long> =>
        ModelRaces.Run<TModel, long>([history], 0, limits)[0];

    private static SearchResult Run<TModel>(ModelHistory history, long steps)
        where TModel : struct, IModel<long> =>
        Run<TModel, long>(history, 0, steps);

    private static SearchResult Run<TModel, TState>(ModelHistory history, TState initial, long steps)
        where TModel : struct, IModel<TState>
        where TState : notnull, IEquatable<TState>
    {
        using var budget = new SearchBudget(() => false, new MemoryPool(long.MaxValue), long.MaxValue);
        return new ModelSearch<TModel, TState>(history, initial, budget).Run(steps);
    }
}
