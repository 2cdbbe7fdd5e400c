using System.Collections.Immutable;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Generators;

namespace RaftTorture.Scenarios.Tests.Faults;

public class TurnOfMixtureTests
{
    [Test]
    public void Who_has_not_struck_yet_goes_before_who_has()
    {
        Assert.That(Drawn(MixtureOf(Always("n1"), Always("n2"), Always("n3")), 4), Is.EqualTo(new[] { "n1", "n2", "n3", "n1" }));
    }

    [Test]
    public void Who_has_nothing_now_holds_nobody_up()
    {
        var late = new Stagger<Fault>(1_000_000_000, new Dice(1), Always("late"));

        Assert.That(Drawn(MixtureOf(late, Always("n1")), 2), Is.EqualTo(new[] { "n1", "n1" }));
    }

    [Test]
    public void It_waits_for_whoever_is_due_first() =>
        Assert.That(new Mixture([new(null, new Waiting(7))], [new(null, new Waiting(5))]).Next(new Context(0, 0, [0])), Is.InstanceOf<Step<Fault>.Pending>().With.Property("UntilNs").EqualTo(5));

    [Test]
    public void Who_had_an_effect_heals_and_strikes_again_only_when_all_had_one()
    {
        var storms = new Ingredient(FaultKind.Restart, new Always<Fault>(_ => new Fault.RestartStorm(["n1"], 2, 50)));
        var pauses = new Ingredient(FaultKind.Pause, new Always<Fault>(_ => new Fault.Resume(["n1"])));
        var missed = new Ingredient(FaultKind.Transfer, new Waiting(7));
        var mixture = new Mixture([missed], [storms, pauses]);

        Assert.That(Asked(mixture, FaultKind.Restart, FaultKind.Pause), Is.InstanceOf<Fault.Resume>());
        Assert.That(Asked(mixture, FaultKind.Pause), Is.InstanceOf<Fault.RestartStorm>(), "its storm was not seen");
        Assert.That(Asked(mixture with { Fresh = [] }, FaultKind.Restart, FaultKind.Pause), Is.InstanceOf<Fault.RestartStorm>());

        static Fault Asked(Mixture mixture, params FaultKind[] effective) =>
            ((Step<Fault>.Emit)mixture.Next(new Context(0, 0, [0]) { Cluster = ClusterView.Nothing with { Effective = [.. effective] } })).Item;
    }

    private static Mixture MixtureOf(params IGenerator<Fault>[] families) => new([.. families.Select(family => new Ingredient(null, family))], []);

    private static Always<Fault> Always(string node) => new(_ => new Fault.Shrink(node));

    private static ImmutableArray<string> Drawn(Mixture start, int count)
    {
        IGenerator<Fault> mixture = start;
        var nodes = new List<string>();
        while (nodes.Count < count)
        {
            var emit = (Step<Fault>.Emit)mixture.Next(new Context(0, nodes.Count, [0]));
            nodes.Add(((Fault.Shrink)emit.Item).Node);
            mixture = emit.Then;
        }

        return [.. nodes];
    }

    private sealed record Waiting(long UntilNs) : IGenerator<Fault>
    {
        public Step<Fault> Next(Context context) => new Step<Fault>.Pending(UntilNs, this);
    }
}
