using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Engines.Registers;

/// <summary>All engines against the definition, and so against each other.</summary>
internal sealed class DifferentialFuzzTests
{
    private static readonly int Histories = Fuzz.Histories(always: 50_000, onDemand: 1_000_000);

    [Test]
    public void No_engine_contradicts_the_definition_and_each_decides_what_it_is_for()
    {
        TestContext.Out.WriteLine($"{Histories} histories, {Fuzz.Repeat(Fuzz.Seed)}");
        var fuzz = new RegisterFuzz([.. RegisterEngines.Names]).Run(Fuzz.Seed, Histories);
        foreach (var engine in RegisterEngines.Names)
        {
            var (valid, invalid) = (fuzz.Score(engine, linearizable: true), fuzz.Score(engine, linearizable: false));
            TestContext.Out.WriteLine($"{engine}: accepted {valid.Decided} of {valid.All} valid, rejected {invalid.Decided} of {invalid.All} invalid");
            Assert.That(Math.Min(valid.All, invalid.All), Is.GreaterThan(Histories / 10), "both kinds must occur often");
            Assert.That(valid.Decided, Is.InRange(Least(engine, accepts: true) * valid.All, valid.All), engine);
            Assert.That(invalid.Decided, Is.InRange(Least(engine, accepts: false) * invalid.All, invalid.All), engine);
        }
    }

    /// <summary>Of the histories of a kind, the share that an engine must decide.</summary>
    private static double Least(string engine, bool accepts) => (engine, accepts) switch
    {
        ("unique values", _) => 0.3,
        ("relaxed", true) => 0,
        ("relaxed", false) => 0.9,
        _ => 1,
    };
}
