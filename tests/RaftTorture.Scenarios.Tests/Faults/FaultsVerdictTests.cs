using RaftTorture.Checking.Checkers;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Scenarios.Tests.Faults;

public sealed class FaultsVerdictTests
{
    private static readonly Receipt Killed = new(FaultKind.Kill, "kill", "n1", IsHeal: false, Confirmed: true, "pid 17 gone", 1, 2);
    private static readonly Receipt Started = new(FaultKind.Kill, "start", "n1", IsHeal: true, Confirmed: true, "answers", 3, 4);

    [Test]
    public void Confirmed_faults_and_heals_are_valid() =>
        Assert.That(FaultsVerdict.Of([FaultKind.Kill], [Killed, Started]).Validity, Is.EqualTo(Validity.Valid));

    [Test]
    public void An_unconfirmed_heal_is_unknown_and_named()
    {
        var verdict = FaultsVerdict.Of([FaultKind.Kill], [Killed, Started with { Confirmed = false, Evidence = "no answer" }]);

        Assert.That(verdict.Validity, Is.EqualTo(Validity.Unknown));
        Assert.That(verdict.Summary, Is.EqualTo("start (n1) was not seen to take effect: no answer"));
    }

    [Test]
    public void Faults_that_were_asked_for_and_never_came_are_unknown()
    {
        var verdict = FaultsVerdict.Of([FaultKind.Kill, FaultKind.Pause], []);

        Assert.That(verdict.Validity, Is.EqualTo(Validity.Unknown));
        Assert.That(verdict.Summary, Is.EqualTo("no kill, no pause was applied, though asked for: give it more time, or a shorter interval"));
    }

    [Test]
    public void A_family_that_never_struck_is_unknown_whatever_the_others_did()
    {
        var verdict = FaultsVerdict.Of([FaultKind.Kill, FaultKind.Pause], [Killed, Started]);

        Assert.That(verdict.Validity, Is.EqualTo(Validity.Unknown));
        Assert.That(verdict.Summary, Does.StartWith("no pause was applied"));
    }

    [Test]
    public void A_fault_that_was_never_healed_is_unknown()
    {
        var verdict = FaultsVerdict.Of([FaultKind.Kill], [Killed, Started, Killed]);

        Assert.That(verdict.Validity, Is.EqualTo(Validity.Unknown));
        Assert.That(verdict.Summary, Is.EqualTo("a kill was never healed: the run ended before"));
    }

    [Test]
    public void A_run_without_faults_is_content_without_receipts() =>
        Assert.That(FaultsVerdict.Of([], []).Validity, Is.EqualTo(Validity.Valid));
}
