using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Tests.Fakes;

namespace RaftTorture.Scenarios.Tests.Faults;

public sealed class MixtureTests
{
    private static readonly Plan Everything = new() { Seed = 1, World = "docker", Nemesis = ["all"] };

    [Test]
    public void Every_family_has_a_turn_whatever_the_seed_and_the_time(
        [Values(10, 30, 60, 600, 7200)] double seconds, [Values(1, 3, 8, 14, 16)] int count, [Values(0, 7, 60)] double period)
    {
        var plan = Everything with { TimeLimitSeconds = seconds, NemesisStablePeriodSeconds = period == 0 && count <= Mixtures.MostAtOnce ? 5 : period };

        for (var seed = 0; seed < 50; seed++)
        {
            var dealt = Mixtures.Deal(plan, count, new Dice(seed));
            Assert.That(dealt.SelectMany(mixture => mixture).Distinct().Count(), Is.EqualTo(count), $"seed {seed}");
            Assert.That(dealt, Has.All.Matches<ImmutableArray<int>>(mixture => !mixture.IsEmpty));
        }
    }

    [TestCase(7, 0)]
    [TestCase(8, 30)]
    [TestCase(14, 15)]
    public void Few_families_are_all_on_at_once_and_many_in_turns(int count, double periodSeconds) =>
        Assert.That(Mixtures.PeriodSeconds(Everything with { TimeLimitSeconds = 60 }, count), Is.EqualTo(periodSeconds));

    [TestCase(14)]
    [TestCase(16)]
    public void Of_many_families_three_or_four_are_on_at_a_time(int count)
    {
        var sizes = Mixtures.Deal(Everything with { TimeLimitSeconds = 600 }, count, new Dice(5)).Select(mixture => mixture.Length);

        Assert.That(sizes, Has.All.InRange(3, 4));
    }

    [Test]
    public void A_long_run_deals_again_and_no_mixture_stays_longer_than_half_a_minute()
    {
        var plan = Everything with { TimeLimitSeconds = 600 };
        var dealt = Mixtures.Deal(plan, 14, new Dice(5));

        Assert.That(Mixtures.PeriodSeconds(plan, 14), Is.LessThanOrEqualTo(30));
        Assert.That(dealt.Select(mixture => string.Join(' ', mixture.Order())).Distinct().Count(), Is.GreaterThan(10));
    }

    [Test]
    public void Every_family_strikes_within_a_minute_of_all()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var kinds = Play(Everything with { Seed = seed }).Where(struck => !struck.Fault.IsHeal).Select(struck => struck.Fault.Kind).Distinct();
            Assert.That(kinds, Is.EquivalentTo(Enum.GetValues<FaultKind>()), $"seed {seed}");
        }
    }

    [Test]
    public void The_same_seed_rotates_the_same_mixtures_and_another_seed_others()
    {
        var schedule = Said(Everything);

        Assert.That(Said(Everything), Is.EqualTo(schedule));
        Assert.That(Said(Everything with { Seed = 2 }), Is.Not.EqualTo(schedule));
    }

    private static List<string> Said(Plan plan) => [.. Play(plan).Select(struck => $"{struck.AtNs} {struck.Fault.F} {struck.Fault.Description}")];

    private static List<Struck> Play(Plan plan) => new Ledger().Play(NemesisSchedule.Create(plan)).Played;
}
