using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Models;

internal sealed class KvLogTests
{
    private const string HistoriesFolder = "RAFTTORTURE_HISTORIES";

    [Test]
    public void Recorded_logs_have_the_verdict_that_they_are_known_for()
    {
        var folder = Environment.GetEnvironmentVariable(HistoriesFolder);
        if (folder is null)
            Assert.Ignore($"{HistoriesFolder} names no folder of recorded histories");
        foreach (var history in SharedHistories.In(folder, "kv-append"))
        {
            var verdict = ModelCatalog.Create("kv", history.Initial).Check(history.Events, CheckLimits.None);
            Assert.That(verdict.Validity == Validity.Valid, Is.EqualTo(history.IsLinearizable), () => $"{history.Name}: {verdict.Summary}");
        }
    }

    [Test]
    public void Fifty_clients_that_append_and_get_are_decided_in_a_few_steps_an_operation([Values] bool isBroken)
    {
        var history = Appends.Generate(new Dice(51), operations: 1_700, clients: 50, keys: 10, isBroken);
        var asked = 0L;
        var verdict = ModelCatalog.Create("kv", Value.Of("")).Check(history, CheckLimits.None with { IsExpired = () => ++asked > 100_000 });
        Assert.That(verdict.Validity, Is.EqualTo(isBroken ? Validity.Invalid : Validity.Valid), verdict.Summary);
    }
}
