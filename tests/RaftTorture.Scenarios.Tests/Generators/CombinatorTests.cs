using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Tests.Fakes;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Scenarios.Tests.Generators;

public sealed class CombinatorTests
{
    private const long Second = 1_000_000_000;

    [Test]
    public void A_limit_ends_after_so_many()
    {
        Assert.That(Items(new Limit<string>(3, Of("a")), 10), Is.EqualTo("aaa"));
    }

    [Test]
    public void Phases_follow_one_another()
    {
        var phases = new Phases<string>([new Limit<string>(2, Of("a")), new Limit<string>(0, Of("b")), new Limit<string>(1, Of("c"))]);

        Assert.That(Items(phases, 10), Is.EqualTo("aac"));
    }

    [Test]
    public void A_phase_hears_of_its_own_outcomes()
    {
        var phases = new Phases<string>([new UnknownLimit<string>(2, Of("a")), new Limit<string>(1, Of("b"))]);

        Assert.That(Items(phases, 10, _ => new Completion.Unknown("lost")), Is.EqualTo("aab"));
    }

    [Test]
    public void A_mix_gives_each_its_share_and_ends_with_the_last()
    {
        var mix = new Mix<string>(new Dice(1), [new Limit<string>(1000, Of("a")), new Limit<string>(3, Of("b"))]);
        var items = Items(mix, 2000);

        Assert.That(items, Has.Length.EqualTo(1003));
        Assert.That(items[..20], Does.Contain("b"));
    }

    [Test]
    public void A_time_limit_counts_from_the_first_question_and_wakes_whoever_waits()
    {
        var late = new Phases<string>([new TimeLimit<string>(Second, Never()), new TimeLimit<string>(Second, Paced(0.1))]);
        var played = new Playback<string>().Take(late, 100);

        Assert.That(played, Has.Count.InRange(5, 25));
        Assert.That(played.Select(item => item.AtNs), Has.All.InRange(Second, 2 * Second));
    }

    [Test]
    public void A_stagger_keeps_its_rate_whatever_the_workers()
    {
        var played = new Playback<string>(workers: 7, latencyNs: Second / 100).Take(Paced(0.01), 2000);

        Assert.That(played[^1].AtNs, Is.InRange(19 * Second, 21 * Second));
    }

    [Test]
    public void A_stagger_does_not_make_up_for_an_outage_by_a_burst()
    {
        var played = new Playback<string>(workers: 1, latencyNs: Second).Take(Paced(0.01), 10);

        Assert.That(played[^1].AtNs, Is.InRange(9 * Second, 10 * Second));
    }

    [Test]
    public void Any_lets_each_keep_its_own_time()
    {
        var any = new Any<string>([Paced(1, "slow"), Paced(0.1, "fast")]);
        var played = new Playback<string>().Take(any, 1100);

        Assert.That(played.Count(item => item.Item == "slow"), Is.InRange(80, 120));
    }

    [Test]
    public void Any_is_over_when_all_are_over()
    {
        Assert.That(Items(new Any<string>([new Limit<string>(1, Of("a")), new Limit<string>(2, Of("b"))]), 10), Is.EqualTo("abb"));
        Assert.That(Items(new Any<string>([]), 10), Is.Empty);
    }

    [Test]
    public void Each_worker_gets_its_own_and_hears_its_own()
    {
        var each = new EachWorker<string>([new Limit<string>(1, Of("a")), new UnknownLimit<string>(2, Of("b"))]);
        var played = new Playback<string>(workers: 2, answer: _ => new Completion.Unknown("lost")).Take(each, 10);

        Assert.That(played.Select(item => $"{item.Worker}{item.Item}").Order(), Is.EqualTo(new[] { "0a", "1b", "1b" }));
    }

    [Test]
    public void An_unknown_limit_counts_unknowns_only()
    {
        var answers = new Queue<Completion>([new Completion.Unknown(""), new Completion.Fail(""), new Completion.Unknown("")]);

        Assert.That(Items(new UnknownLimit<string>(2, Of("a")), 10, _ => answers.Dequeue()), Is.EqualTo("aaa"));
    }

    private static Always<string> Of(string item) => new(_ => item);

    private static Stagger<string> Paced(double meanGapSeconds, string item = "a") => new((long)(meanGapSeconds * Second), new Dice(5), Of(item));

    private static Stagger<string> Never() => Paced(1_000_000);

    private static string Items(IGenerator<string> generator, int count, Func<Played<string>, Completion>? answer = null) =>
        string.Concat(new Playback<string>(answer: answer).Take(generator, count).Select(played => played.Item));
}
