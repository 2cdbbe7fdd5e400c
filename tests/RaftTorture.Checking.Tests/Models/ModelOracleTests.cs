using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Models;

/// <summary>
/// Every model of the catalog, with the engine below it, against the definition; its cores too, but those of checkers that give up on repeated elements.
/// </summary>
internal sealed class ModelOracleTests
{
    private const int Histories = 2_000;

    private static IEnumerable<string> Models => ModelCatalog.Names.Where(name => name is not ("register" or "cas-register"));

    [TestCaseSource(nameof(Models))]
    public void A_model_and_its_cores_agree_with_brute_force(string name)
    {
        var initial = name == "bank" ? Value.Of([Value.Of(2), Value.Of(1)]) : null;
        var isQuickFirst = name is "set" or "append-list";
        var linearizable = ModelTrials.Of(name).Compare(ModelCatalog.Create(name, initial), seed: 41, Histories, hasProvenCores: !isQuickFirst);
        Assert.That(linearizable, Is.InRange(Histories / 10, Histories * 9 / 10), "both verdicts must occur often");
    }
}
