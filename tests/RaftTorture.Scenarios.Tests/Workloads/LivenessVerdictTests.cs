using RaftTorture.Checking.Checkers;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Scenarios.Tests.Workloads;

public sealed class LivenessVerdictTests
{
    [TestCase(128 + 9, Validity.Unknown)]
    [TestCase(-1, Validity.Unknown)]
    [TestCase(128 + 6, Validity.Invalid)]
    public void A_node_that_somebody_else_ended_cannot_be_asked_to_come_back(int code, Validity expected)
    {
        var verdict = LivenessVerdict.Of(10, isHealed: true, ["n2"], [], [], new NodeExit("n2", code, "node n2 ended"));

        Assert.That(verdict.Validity, Is.EqualTo(expected), verdict.Summary);
    }

    [TestCase(128 + 9, Validity.Unknown)]
    [TestCase(-1, Validity.Unknown)]
    [TestCase(128 + 6, Validity.Invalid)]
    [TestCase(3, Validity.Invalid)]
    public void An_end_of_which_nobody_can_tell_is_no_crash(int code, Validity expected) =>
        Assert.That(ProcessesVerdict.Of([new NodeExit("n2", code, "node n2 ended")]).Validity, Is.EqualTo(expected));

    [Test]
    public void What_came_back_came_back_whoever_was_killed() =>
        Assert.That(LivenessVerdict.Of(10, isHealed: true, [], [], [], new NodeExit("n2", 137, "killed")).Validity, Is.EqualTo(Validity.Valid));
}
