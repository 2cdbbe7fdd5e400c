using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Results;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Results;

/// <summary>Queues forget a dequeue but not what it took, so that their cores are small.</summary>
internal sealed class QueueCoreTests
{
    private const int Histories = 3_000;
    private const int LongAgo = 400;

    [TestCase("queue")]
    [TestCase("unordered-queue")]
    public void The_cores_of_queues_of_unique_values_are_proved(string model)
    {
        var next = 0;
        var trial = ModelTrials.Of(model) with
        {
            Ask = dice => dice.Percent(50) ? ("enqueue", Value.Of(next++)) : ("dequeue", Value.Absent),
            Answers = asked => asked.F == "enqueue" ? [asked.Value] : [Value.Absent, .. Enumerable.Range(next - 6, 7).Select(value => Value.Of(value))],
        };
        var linearizable = trial.Compare(ModelCatalog.Create(model), seed: 43, Histories, hasProvenCores: true);
        Assert.That(linearizable, Is.InRange(Histories / 10, Histories * 9 / 10), "both verdicts must occur often");
    }

    [TestCase("queue", "2 invoke dequeue k\n2 ok null\n2 invoke dequeue k\n2 ok 1001", ViolationClass.FalseEmpty, 2)]
    [TestCase("unordered-queue", "2 invoke dequeue k\n2 ok null\n2 invoke dequeue k\n2 ok 1001", ViolationClass.FalseEmpty, 2)]
    [TestCase("queue", "2 invoke dequeue k\n2 ok 1002\n2 invoke dequeue k\n2 ok 1001", ViolationClass.OutOfOrder, 3)]
    [TestCase("queue", "2 invoke dequeue k\n2 ok 5", ViolationClass.DuplicateElement, 2)]
    public void What_went_through_long_before_is_not_in_the_core(string model, string end, ViolationClass kind, int coreSize)
    {
        var before = string.Concat(Enumerable.Range(0, LongAgo).Select(value => $"1 invoke enqueue k {value}\n1 ok\n3 invoke dequeue k\n3 ok {value}\n"));
        var story = $"{before}1 invoke enqueue k 1001\n1 ok\n1 invoke enqueue k 1002\n1 ok\n{end}";

        var violation = ModelCatalog.Create(model).Check(Story.Of(story), CheckLimits.None).Parts.Single().Violation!;

        Assert.That((violation.Class, violation.CoreCount, violation.IsMinimal), Is.EqualTo((kind, coreSize, true)), violation.Sentence);
    }
}
