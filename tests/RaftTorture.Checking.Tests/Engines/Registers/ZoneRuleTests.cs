using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Registers;
using RaftTorture.Checking.Engines.Registers.Search;

namespace RaftTorture.Checking.Tests.Engines.Registers;

/// <summary>Each rule of the way by unique values: a history that it must reject, and a neighbour that it must accept.</summary>
internal sealed class ZoneRuleTests
{
    private const string Rejects = "rejects";
    private const string Accepts = "accepts";
    private const string CannotTell = "cannot tell";

    [TestCase(Rejects, "1 invoke read k\n1 ok 7")]
    [TestCase(Rejects, "1 invoke cas k [7,8]\n1 ok")]
    [TestCase(Rejects, "1 invoke write k 7\n1 fail\n1 invoke read k\n1 ok 7")]
    [TestCase(Accepts, "1 invoke write k 7\n1 info\n2 invoke read k\n2 ok 7")]
    public void A_value_that_was_found_was_written_by_somebody(string verdict, string story) => AssertThatIt(verdict, story);

    [TestCase(Rejects, "1 invoke cas k [7,8]\n1 info\n2 invoke read k\n2 ok 8")]
    [TestCase(Accepts, "3 invoke write k 7\n1 invoke cas k [7,8]\n1 info\n2 invoke read k\n2 ok 8")]
    public void A_value_that_only_a_cas_can_have_brought_about_shows_that_the_cas_found_its_own(string verdict, string story) => AssertThatIt(verdict, story);

    [TestCase(Rejects, "1 invoke cas k [null,1]\n2 invoke cas k [null,2]\n1 ok\n2 ok")]
    [TestCase(Accepts, "1 invoke cas k [null,1]\n2 invoke cas k [1,2]\n1 ok\n2 ok")]
    [TestCase(Accepts, "1 invoke cas k [null,1]\n2 invoke cas k [null,2]\n1 ok\n2 info")]
    public void A_value_is_left_by_one_cas_at_most(string verdict, string story) => AssertThatIt(verdict, story);

    [TestCase(Rejects, "1 invoke cas k [1,2]\n2 invoke cas k [2,1]\n1 ok\n2 ok")]
    [TestCase(Accepts, "3 invoke write k 3\n1 invoke cas k [1,2]\n2 invoke cas k [3,1]\n1 ok\n2 ok")]
    public void Cas_in_a_circle_have_no_first(string verdict, string story) => AssertThatIt(verdict, story);

    [TestCase(Rejects, "1 invoke read k\n1 ok 1\n2 invoke write k 1\n2 ok")]
    [TestCase(Accepts, "1 invoke read k\n2 invoke write k 1\n1 ok 1\n2 ok")]
    [TestCase(Rejects, "1 invoke write k 1\n1 ok\n2 invoke cas k [1,2]\n2 ok\n3 invoke read k\n3 ok 1")]
    [TestCase(Accepts, "1 invoke write k 1\n1 ok\n2 invoke cas k [1,2]\n3 invoke read k\n2 ok\n3 ok 1")]
    [TestCase(Rejects, "1 invoke cas k [1,2]\n1 ok\n2 invoke write k 1\n2 ok")]
    [TestCase(Accepts, "2 invoke write k 1\n1 invoke cas k [1,2]\n1 ok\n2 ok")]
    public void Within_a_chain_nobody_returns_before_an_earlier_one_is_invoked(string verdict, string story) => AssertThatIt(verdict, story);

    [TestCase(Rejects, "1 invoke write k 1\n2 invoke write k 2\n1 ok\n2 ok\n3 invoke read k\n3 ok 1\n3 invoke read k\n3 ok 2\n3 invoke read k\n3 ok 1")]
    [TestCase(Accepts, "1 invoke write k 1\n2 invoke write k 2\n1 ok\n2 ok\n3 invoke read k\n3 ok 2\n3 invoke read k\n3 ok 2")]
    [TestCase(Rejects, "1 invoke write k 1\n1 ok\n2 invoke read k\n2 ok null")]
    [TestCase(Accepts, "1 invoke write k 1\n2 invoke read k\n1 ok\n2 ok null")]
    public void Forward_zones_do_not_overlap(string verdict, string story) => AssertThatIt(verdict, story);

    [TestCase(Rejects, "1 invoke write k 1\n1 ok\n2 invoke write k 2\n2 ok\n3 invoke read k\n3 ok 1")]
    [TestCase(Accepts, "1 invoke write k 1\n2 invoke write k 2\n1 ok\n2 ok\n3 invoke read k\n3 ok 1")]
    [TestCase(Accepts, "1 invoke write k 1\n1 ok\n2 invoke write k 2\n3 invoke read k\n3 ok 1\n2 ok")]
    public void A_backward_zone_does_not_lie_within_a_forward_one(string verdict, string story) => AssertThatIt(verdict, story);

    [TestCase(Rejects, "1 invoke write k 1\n1 ok\n2 invoke cas k [1,2]\n2 fail cas-miss\n3 invoke read k\n3 ok 1")]
    [TestCase(Accepts, "1 invoke write k 1\n2 invoke cas k [1,2]\n1 ok\n2 fail cas-miss\n3 invoke read k\n3 ok 1")]
    [TestCase(Accepts, "1 invoke write k 1\n1 ok\n2 invoke cas k [1,2]\n3 invoke write k 3\n2 fail cas-miss\n3 ok")]
    [TestCase(Accepts, "1 invoke cas k [9,2]\n1 fail cas-miss")]
    [TestCase(Rejects, "1 invoke cas k [null,2]\n1 fail cas-miss\n2 invoke read k\n2 ok null")]
    [TestCase(CannotTell, "1 invoke cas k [null,2]\n1 fail cas-miss")]
    public void A_miss_that_saw_nothing_has_an_instant_without_what_it_expected(string verdict, string story) => AssertThatIt(verdict, story);

    [TestCase(Rejects, "1 invoke write k 1\n1 ok\n2 invoke cas k [1,2]\n2 fail cas-miss 1")]
    [TestCase(Accepts, "1 invoke write k 1\n1 ok\n2 invoke cas k [3,2]\n2 fail cas-miss 1")]
    public void A_miss_does_not_see_what_it_expected(string verdict, string story) => AssertThatIt(verdict, story);

    [TestCase(CannotTell, "1 invoke write k 1\n1 ok\n2 invoke write k 1\n2 ok\n3 invoke read k\n3 ok 1")]
    [TestCase(CannotTell, "1 invoke write k null\n1 ok\n3 invoke read k\n3 ok null")]
    [TestCase(Accepts, "1 invoke write k 1\n1 ok\n2 invoke write k 1\n2 ok\n3 invoke read k\n3 info")]
    public void Nothing_is_claimed_of_a_found_value_with_several_writers(string verdict, string story) => AssertThatIt(verdict, story);

    private static void AssertThatIt(string verdict, string story)
    {
        using var budget = new SearchBudget(() => false, new MemoryPool(long.MaxValue), maxSteps: 0);
        var trial = new EngineTrial(history => RegisterSearch.ByUniqueValues(history, budget));
        var said = trial.Compare(Story.Of(story)) switch
        {
            SearchResult.Impossible => Rejects,
            SearchResult.Found => Accepts,
            _ => CannotTell,
        };
        Assert.That(said, Is.EqualTo(verdict));
    }
}
