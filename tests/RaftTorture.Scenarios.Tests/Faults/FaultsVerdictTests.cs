using RaftTorture.Checking.Checkers;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Scenarios.Tests.Faults;

public sealed class FaultsVerdictTests
{
    private static readonly Receipt Killed = new(FaultKind.Kill, "kill", "n1", IsHeal: false, Confirmed: true, "pid 17 gone", 1, 2);
    private static readonly Receipt Started = new(FaultKind.Kill, "start", "n1", IsHeal: true, Confirmed: true, "answers", 3, 4);

    private static readonly Receipt Moved = new(FaultKind.Transfer, "transfer-leadership", "to n2", IsHeal: false, Confirmed: true, "n2 leads", 1, 2);
    private static readonly Receipt Left = new(FaultKind.Membership, "shrink", "n3", IsHeal: false, Confirmed: true, "n3 is gone", 1, 2);
    private static readonly Receipt Back = new(FaultKind.Membership, "grow", "n3", IsHeal: true, Confirmed: true, "n3 is back", 3, 4);

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
    public void One_heal_ends_all_that_it_undoes_and_nothing_that_came_later()
    {
        var cut = new Receipt(FaultKind.Partition, "start-partition", "one: n1>n2", IsHeal: false, Confirmed: true, "silent", 1, 2) { HealedBy = "all links restored" };
        var healed = new Receipt(FaultKind.Partition, "stop-partition", "all links restored", IsHeal: true, Confirmed: true, "heard", 3, 4);

        Assert.That(FaultsVerdict.Of([FaultKind.Partition], [cut, cut, healed]).Validity, Is.EqualTo(Validity.Valid));
        Assert.That(FaultsVerdict.Of([FaultKind.Partition], [cut, healed, healed, cut]).Summary, Is.EqualTo("a partition was never healed: the run ended before"));
    }

    [Test]
    public void A_heal_of_one_node_is_none_of_another()
    {
        Receipt[] killed = [Killed with { HealedBy = "n1" }, Killed with { Description = "n2", HealedBy = "n2" }];

        Assert.That(FaultsVerdict.Of([FaultKind.Kill], [.. killed, Started, Started with { Description = "n2" }]).Validity, Is.EqualTo(Validity.Valid));
        Assert.That(FaultsVerdict.Of([FaultKind.Kill], [.. killed, Started, Started]).Summary, Is.EqualTo("a kill was never healed: the run ended before"));
    }

    [Test]
    public void A_momentary_fault_needs_no_heal() =>
        Assert.That(FaultsVerdict.Of([FaultKind.Transfer], [Moved]).Summary, Is.EqualTo("1 faults were seen to take effect, and to be healed"));

    [Test]
    public void A_request_may_be_refused_as_long_as_another_was_granted()
    {
        var verdict = FaultsVerdict.Of([FaultKind.Transfer], [Moved with { Confirmed = false }, Moved]);

        Assert.That(verdict.Validity, Is.EqualTo(Validity.Valid));
        Assert.That(verdict.Summary, Is.EqualTo("1 faults were seen to take effect, and to be healed; 1 requests were not granted"));
    }

    [Test]
    public void A_family_that_was_refused_each_time_is_unknown_with_the_last_reason()
    {
        var refused = Moved with { Confirmed = false, Evidence = "no leader" };
        var verdict = FaultsVerdict.Of([FaultKind.Kill, FaultKind.Transfer], [Killed, Started, refused, refused]);

        Assert.That(verdict.Validity, Is.EqualTo(Validity.Unknown));
        Assert.That(verdict.Summary, Is.EqualTo("no transfer was seen to take effect in 2 attempts; the last: no leader"));
    }

    [Test]
    public void A_member_that_came_back_at_the_second_attempt_is_back() =>
        Assert.That(FaultsVerdict.Of([FaultKind.Membership], [Left, Back with { Confirmed = false }, Back]).Validity, Is.EqualTo(Validity.Valid));

    [Test]
    public void A_member_that_did_not_come_back_is_unknown_and_said_why()
    {
        var verdict = FaultsVerdict.Of([FaultKind.Membership], [Left, Back, Left, Back with { Confirmed = false, Evidence = "it lags" }]);

        Assert.That(verdict.Validity, Is.EqualTo(Validity.Unknown));
        Assert.That(verdict.Summary, Is.EqualTo("a membership was not seen to heal: it lags"));
    }

    [Test]
    public void A_run_without_faults_is_content_without_receipts() =>
        Assert.That(FaultsVerdict.Of([], []).Validity, Is.EqualTo(Validity.Valid));
}
