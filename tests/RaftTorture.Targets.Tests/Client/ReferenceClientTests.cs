using RaftTorture.Checking.Histories;
using RaftTorture.Client;
using RaftTorture.Kv;
using RaftTorture.Scenarios.Workloads;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Tests.Client;

public sealed class ReferenceClientTests
{
    private static IEnumerable<TestCaseData> Commands =>
    [
        new(new Operation(Functions.Read, "k", Value.Absent), new KvCommand.Get("k")),
        new(new Operation(Functions.Write, "k", Value.Of(-7)), new KvCommand.Put("k", "-7")),
        new(new Operation(Functions.Write, "k", Value.Of("p0-c1")), new KvCommand.Put("k", "p0-c1")),
        new(new Operation(Functions.Cas, "k", Value.Cas(Value.Of(1), Value.Of(2))), new KvCommand.Cas("k", "1", "2")),
        new(new Operation(Functions.Cas, "k", Value.Cas(Value.Absent, Value.Of(2))), new KvCommand.Cas("k", null, "2")),
        new(new Operation(Functions.Append, "k", Value.Of(3)), new KvCommand.Append("k", "3\n")),
        new(new Operation(Functions.Add, "k", Value.Of("a")), new KvCommand.Append("k", "a\n")),
    ];

    [TestCaseSource(nameof(Commands))]
    public void An_operation_becomes_a_command(Operation operation, KvCommand command) =>
        Assert.That(ReferenceClient.ToCommand(operation), Is.EqualTo(command));

    private static IEnumerable<TestCaseData> Outcomes =>
    [
        new(new KvOutcome.Done(new KvResult.Done("12")), ValueShape.Scalar, new Completion.Ok(Value.Of(12))),
        new(new KvOutcome.Done(new KvResult.Done("007")), ValueShape.Scalar, new Completion.Ok(Value.Of("007"))),
        new(new KvOutcome.Done(new KvResult.Done(null)), ValueShape.Scalar, new Completion.Ok(Value.Absent)),
        new(new KvOutcome.Done(new KvResult.Done("1\nb\n")), ValueShape.List, new Completion.Ok(Value.Of([Value.Of(1), Value.Of("b")]))),
        new(new KvOutcome.Done(new KvResult.Done(null)), ValueShape.List, new Completion.Ok(Value.Absent)),
        new(new KvOutcome.Done(new KvResult.CasMiss("7")), ValueShape.Scalar, new Completion.Fail(HistoryEvent.CasMiss, Value.Of(7))),
        new(new KvOutcome.Done(new KvResult.CasMiss(null)), ValueShape.Scalar, new Completion.Fail(HistoryEvent.CasMiss, Value.Absent)),
        new(new KvOutcome.Done(new KvResult.TooLong("k")), ValueShape.List, new Completion.Fail("too long: k")),
        new(new KvOutcome.Done(new KvResult.TooLong(null)), ValueShape.Scalar, new Completion.Fail("too long: the command")),
        new(new KvOutcome.Failed("no leader"), ValueShape.Scalar, new Completion.Fail("no leader")),
        new(new KvOutcome.Unknown("timeout"), ValueShape.Scalar, new Completion.Unknown("timeout")),
    ];

    [TestCaseSource(nameof(Outcomes))]
    public void An_outcome_becomes_a_completion_that_promises_no_more(KvOutcome outcome, ValueShape shape, Completion completion) =>
        Assert.That(ReferenceClient.ToCompletion(outcome, shape), Is.EqualTo(completion));

    [TestCase("1\n2")]
    [TestCase("12")]
    [TestCase("1\n\n2\n")]
    [TestCase("\n1\n")]
    [TestCase("\n")]
    [TestCase("")]
    public void A_list_that_is_torn_or_has_an_empty_element_is_read_as_the_text_that_it_is(string text) =>
        Assert.That(
            ReferenceClient.ToCompletion(new KvOutcome.Done(new KvResult.Done(text)), ValueShape.List),
            Is.EqualTo(new Completion.Ok(Value.Of(text))));

    [TestCase("7")]
    [TestCase("two\nlines")]
    [TestCase("")]
    public void A_text_that_would_read_back_as_something_else_is_refused(string text) =>
        Assert.That(() => ReferenceClient.ToCommand(new Operation(Functions.Write, "k", Value.Of(text))), Throws.ArgumentException);
}
