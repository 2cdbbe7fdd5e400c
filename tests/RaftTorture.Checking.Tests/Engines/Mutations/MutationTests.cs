using RaftTorture.Checking.Engines;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Engines.Mutations;

/// <summary>The tester tested: whichever rule of an engine is broken, the fuzz that every run of the tests has notices.</summary>
internal sealed class MutationTests
{
    /// <summary>To compile a judge takes a second or more: each commit tries one mutation in so many, another commit others. On demand all are tried.</summary>
    private static readonly int OneIn = Fuzz.Histories(always: 5, onDemand: 1);

    private static IEnumerable<Mutation> All => [.. SearchMutations.All, .. UniqueValueMutations.All, .. GenericMutations.All, .. PolynomialMutations.All];

    private static IEnumerable<Mutation> Chosen => All.Where((_, i) => (ulong)(i % OneIn) == Fuzz.Seed % (ulong)OneIn);

    [TestCaseSource(nameof(Chosen))]
    public void A_broken_rule_is_noticed(Mutation mutation)
    {
        var run = CompiledJudge.With(mutation);
        Assert.That(() => run(mutation.Engine), Throws.Exception);
    }

    [Test]
    public void Without_a_broken_rule_there_is_nothing_to_notice([Values("unique values", "queue")] string engine)
    {
        var run = CompiledJudge.With(new Mutation(engine, nameof(Deadline), "ItemsPerLook = 4096", "ItemsPerLook = 4095"));
        Assert.That(() => run(engine), Throws.Nothing);
    }
}
