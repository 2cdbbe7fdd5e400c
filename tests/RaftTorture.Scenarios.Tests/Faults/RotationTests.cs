using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Tests.Fakes;

namespace RaftTorture.Scenarios.Tests.Faults;

public sealed class RotationTests
{
    private const long Second = 1_000_000_000;

    private static readonly Plan Everything = new() { Seed = 1, World = "docker", Nemesis = ["all"], TimeLimitSeconds = 60 };

    [Test]
    public void Everything_is_healed_between_two_mixtures()
    {
        var played = new Ledger().Play(new Rotation(20 * Second, [Of("kill"), Of("disk")])).Played;

        var firstOfDisk = played.FindIndex(struck => struck.Fault.Kind == FaultKind.Disk);
        Assert.That(played[firstOfDisk - 1].Fault, Is.EqualTo(played.Last(struck => struck.Fault.Kind == FaultKind.Kill && !struck.Fault.IsHeal).Fault.Heal));
        Assert.That(played.FindLastIndex(struck => struck.Fault.Kind == FaultKind.Kill), Is.LessThan(firstOfDisk));
    }

    [Test]
    public void Where_all_took_effect_it_ends_in_time()
    {
        var ledger = new Ledger().Play(NemesisSchedule.Create(Everything));

        Assert.That(ledger.EndNs, Is.EqualTo(60 * Second).Within(Second));
    }

    /// <summary>As on a machine that is busy: everything takes four seconds, so that a minute has room for fifteen things, of which half are heals.</summary>
    [Test]
    public void However_long_things_take_no_family_is_left_out()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var ledger = new Ledger { ApplyNs = 4 * Second }.Play(NemesisSchedule.Create(Everything with { Seed = seed }));

            Assert.That(ledger.Effective.Distinct(), Is.EquivalentTo(Enum.GetValues<FaultKind>()), $"seed {seed}");
            Assert.That(ledger.EndNs, Is.LessThanOrEqualTo(124 * Second));
        }
    }

    [Test]
    public void A_family_that_had_no_effect_in_its_turn_comes_along_into_the_next()
    {
        var ledger = new Ledger { IsSeen = fault => fault.Kind != FaultKind.Power || fault is Fault.CutPower && ++_tries > 4 };
        ledger.Play(new Rotation(10 * Second, [Of("power"), Of("kill")]));

        var struck = ledger.Played.Where(each => !each.Fault.IsHeal).ToList();
        Assert.That(ledger.Effective, Does.Contain(FaultKind.Power));
        Assert.That(struck.FindLastIndex(each => each.Fault.Kind == FaultKind.Power), Is.GreaterThan(struck.FindIndex(each => each.Fault.Kind == FaultKind.Kill)));
    }

    /// <summary>Its turn is over before it came to strike once: something else took all of it.</summary>
    [Test]
    public void A_family_that_did_not_come_to_strike_in_its_turn_does_so_in_the_next()
    {
        var turns = new Rotation(20 * Second, [new Mixture([Of("restart").Fresh[0], Of("pause").Fresh[0]], []), Of("kill")]);
        var ledger = new Ledger { ApplyNs = 8 * Second }.Play(turns);

        Assert.That(ledger.Effective, Is.SupersetOf(new[] { FaultKind.Restart, FaultKind.Pause, FaultKind.Kill }));
    }

    /// <summary>Right after a storm nobody leads: where one follows another, nobody can be asked to hand over.</summary>
    [Test]
    public void Who_takes_all_time_leaves_some_to_who_needs_a_calm_cluster()
    {
        var calmFromNs = 0L;
        Ledger ledger = null!;
        ledger = new Ledger(nowNs => ClusterView.Nothing with { Leader = "n1", Primaries = ["n1"], IsLeaderless = IsLeaderless(nowNs) }) { ApplyNs = 5 * Second };
        ledger.Play(new Rotation(30 * Second, [new Mixture([Of("restart").Fresh[0], Of("transfer").Fresh[0]], [])]));
        Assert.That(ledger.Effective, Does.Contain(FaultKind.Transfer));

        bool IsLeaderless(long nowNs)
        {
            if (ledger.Played is [.., { Fault.Kind: FaultKind.Restart } last])
                calmFromNs = last.AtNs + (7 * Second);
            return nowNs < calmFromNs;
        }
    }

    [Test]
    public void A_family_that_never_has_an_effect_gets_twice_its_time_and_no_more()
    {
        var ledger = new Ledger { IsSeen = _ => false }.Play(NemesisSchedule.Create(Everything));

        Assert.That(ledger.EndNs, Is.EqualTo(120 * Second).Within(Second));
    }

    private int _tries;

    private static Mixture Of(string name)
    {
        var plan = Everything with { Nemesis = [name] };
        var family = NemesisCatalog.Asked(plan).Single();
        return new Mixture([new(family.Kind, new Stagger<Fault>(Second, new Dice(1), new FaultCycle(plan.Nodes, family.Draw(plan), new Dice(2))))], []);
    }
}
