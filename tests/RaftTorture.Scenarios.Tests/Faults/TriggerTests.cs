using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Faults.Triggers;
using RaftTorture.Scenarios.Generators;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Scenarios.Tests.Fakes;

namespace RaftTorture.Scenarios.Tests.Faults;

public sealed class TriggerTests
{
    private const long Ms = 1_000_000;

    private static readonly Plan Plan = new() { Seed = 1, Nemesis = [], NemesisIntervalSeconds = 1, TimeLimitSeconds = 60 };

    [TestCase("kill primary when leader-elected", "kill", "primary", "leader-elected", 0)]
    [TestCase("partition when follower-behind 500", "partition", null, "follower-behind 500", 0)]
    [TestCase("kill primary when message InstallSnapshot 3 after 20ms", "kill", "primary", "message InstallSnapshot 3", 20)]
    [TestCase("partition one when snapshot-sent", "partition", "one", "snapshot-sent", 0)]
    [TestCase("  power all   when write-in-flight after 1ms", "power", "all", "write-in-flight", 1)]
    public void A_trigger_is_read_as_it_is_written(string text, string family, string? target, string condition, int afterMs)
    {
        var trigger = TriggerText.Parse(text);

        Assert.That((trigger.Family.Name, trigger.Target, trigger.Condition.Text, trigger.AfterMs), Is.EqualTo((family, target, condition, afterMs)));
    }

    [TestCase("kill primary", "is not of the form FAMILY [TARGET] when CONDITION [after Nms]: write, for example, kill primary when leader-elected")]
    [TestCase("meteor when leader-elected", "strikes with 'meteor': choose from partition, kill,")]
    [TestCase("kill bridge when leader-elected", "strikes 'bridge': choose from one, minority,")]
    [TestCase("packet one when leader-elected", "has a target, but packet has none to choose")]
    [TestCase("kill when pigs fly", "waits for 'pigs fly': choose from leader-elected, follower-behind ENTRIES, snapshot-sent, message KIND N, write-in-flight")]
    [TestCase("kill when follower-behind many", "waits for 'follower-behind many': choose from")]
    [TestCase("kill when message Hello 1", "waits for a message 'Hello': choose from RequestVote, VoteReply, AppendEntries,")]
    [TestCase("kill when snapshot-sent after lunch", "strikes after 'lunch': write a time up to 600000ms, such as after 5ms")]
    public void What_is_no_trigger_is_refused_with_what_is_possible_there(string text, string why) =>
        Assert.That(PlanValidation.Problems(Plan with { Triggers = [text] }).Single(), Does.StartWith($"the trigger '{text}' {why}"));

    [Test]
    public void Messages_can_only_be_waited_for_where_they_can_be_read() =>
        Assert.That(PlanValidation.Problems(Plan with { World = "netns", Triggers = ["kill when message TimeoutNow 1"] }).Single(), Does.Contain("take --world local"));

    [Test]
    public void A_trigger_strikes_in_the_moment_that_it_waits_for_where_dice_hardly_ever_do()
    {
        var triggered = Hits(Plan with { Triggers = ["kill one when leader-elected"] });
        var drawn = Hits(Plan with { Nemesis = ["kill"], NodeTargets = ["one"] });

        Assert.That(triggered, Is.EqualTo(1));
        Assert.That(drawn, Is.LessThan(0.1));
    }

    [Test]
    public void It_waits_as_long_as_it_was_told_to_and_says_what_it_saw()
    {
        var struck = Play(Plan with { Triggers = ["kill n1 when leader-elected after 30ms".Replace("n1", "one")] }).First(each => !each.Fault.IsHeal);

        Assert.That(struck.AtNs, Is.EqualTo(3030 * Ms).Within(3 * Ms));
        Assert.That(struck.Cause!.Evidence(struck.AtNs), Does.StartWith("when leader-elected: n1 in term 1, 30.0 ms before: "));
    }

    [Test]
    public void What_it_struck_is_healed_before_it_waits_again()
    {
        var played = Play(Plan with { Triggers = ["kill one when leader-elected"] });

        Assert.That(played.Select(each => each.Fault.IsHeal), Is.EqualTo(played.Select((_, n) => n % 2 == 1)));
        Assert.That(played, Has.Count.GreaterThan(10));
    }

    [Test]
    public void A_write_that_was_answered_while_the_trigger_waited_is_in_flight_no_more()
    {
        var condition = TriggerText.Parse("kill when write-in-flight after 2ms").Condition;
        var seen = new Sighting("write-in-flight", 7);

        Assert.That(condition.IsStill(seen, new ClusterSights { Writes = [new WriteSight("k1", "n1", 7)] }));
        Assert.That(condition.IsStill(seen, new ClusterSights { Writes = [new WriteSight("k1", "n1", 8)] }), Is.False);
    }

    [Test]
    public void A_moment_that_passed_while_the_nemesis_was_busy_is_not_made_up_for()
    {
        var trigger = new TriggeredFaults(TriggerText.Parse("kill one when leader-elected"), KillFaults.Among(["one"]), Plan, new Dice(1));
        var armed = ((Step<Fault>.Pending)trigger.Next(At(0))).Then;

        Assert.That(armed.Next(At(3900 * Ms)), Is.InstanceOf<Step<Fault>.Emit>());
        Assert.That(armed.Next(At(4100 * Ms)), Is.InstanceOf<Step<Fault>.Pending>());

        static Context At(long nowNs) => new(nowNs, 0, [0]) { Cluster = Look(nowNs) };
    }

    [TestCase("follower-behind 500", "follower-behind: n3 by 700 entries")]
    [TestCase("snapshot-sent", "snapshot-sent: n1 to n3")]
    [TestCase("message InstallSnapshot 3", "message: InstallSnapshot number 4")]
    [TestCase("write-in-flight", "write-in-flight: of k7 through n2")]
    public void Each_condition_is_seen_when_it_is_there_and_not_before(string text, string said)
    {
        var condition = TriggerText.Parse($"kill when {text}").Condition;
        var then = new ClusterSights { Messages = Passed(2), Lags = [new LagSight("n3", 499, 0)] };
        var now = new ClusterSights
        {
            Lags = [new LagSight("n2", 600, 1), new LagSight("n3", 700, 1)],
            Snapshots = [new SnapshotSight("n1", "n3", 1)],
            Messages = Passed(6),
            Writes = [new WriteSight("k5", "n1", 0), new WriteSight("k7", "n2", 1)],
        };

        Assert.That(condition.Look(then, then), Is.Null);
        Assert.That(condition.Look(now, then)!.Value.What, Is.EqualTo(said));
    }

    [Test]
    public void A_trigger_that_was_never_pulled_leaves_the_run_unknown()
    {
        var plan = Plan with { Triggers = ["kill when leader-elected"] };
        Receipt[] others = [new(FaultKind.Kill, "kill", "n1", false, true, "gone", 1, 2), new(FaultKind.Kill, "start", "n1", true, true, "back", 3, 4)];

        Assert.That(FaultsVerdict.Of(NemesisCatalog.Kinds(plan), others, FaultEnd.Of(plan)).Summary, Does.StartWith("the trigger 'kill when leader-elected' was never pulled"));
        Assert.That(FaultsVerdict.Of(NemesisCatalog.Kinds(plan), [others[0] with { Cause = plan.Triggers[0] }, others[1]], FaultEnd.Of(plan)).Summary, Does.StartWith("1 faults"));
    }

    private static ImmutableSortedDictionary<string, MessageSight> Passed(long count) =>
        ImmutableSortedDictionary<string, MessageSight>.Empty.Add("InstallSnapshot", new MessageSight(count, 1));

    /// <summary>The share of kills that strike within 10 ms of an election.</summary>
    private static double Hits(Plan plan)
    {
        var kills = Play(plan).Where(struck => struck.Fault is Fault.Kill).ToList();
        return (double)kills.Count(kill => kill.AtNs % (3000 * Ms) < 10 * Ms) / kills.Count;
    }

    /// <summary>In a cluster that elects another leader every three seconds.</summary>
    private static List<Struck> Play(Plan plan) => new Ledger(Look).Play(NemesisSchedule.Create(plan)).Played;

    private static ClusterView Look(long nowNs)
    {
        var elections = nowNs / (3000 * Ms);
        var last = elections == 0 ? null : new ElectionSight("n1", elections, elections * 3000 * Ms);
        return new ClusterView("n1", []) { Sights = new ClusterSights { Elections = elections, Election = last } };
    }
}
