using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Checkers;

internal sealed class LinearizationVerifierTests
{
    private static readonly IReadOnlyList<Call> Calls = Pairing.Pair(Story.Of("""
        1 invoke write k 1
        1 ok
        2 invoke read k
        3 invoke cas k [5,6]
        4 invoke write k 2
        4 info
        2 ok 1
        3 fail cas-miss 1
        """));

    [TestCase("0 1 2", null)]
    [TestCase("0 2 1", null)]
    [TestCase("0 1 2 3", null)]
    [TestCase("0 1", "cas by process 3 (event 3) is missing")]
    [TestCase("0 1 2 2", "cas by process 3 (event 3) stands in it twice")]
    [TestCase("0 3 1 2", "read by process 2 (event 2) does not follow from 2")]
    [TestCase("1 0 2", "read by process 2 (event 2) does not follow from null")]
    [TestCase("3 0 1 2", "write by process 1 (event 0) returned before an operation that stands before it was invoked")]
    public void An_order_is_believed_only_if_it_replays(string order, string? flaw)
    {
        Call[] claimed = [.. order.Split(' ').Select(i => Calls[int.Parse(i)])];
        Assert.That(LinearizationVerifier.FindFlaw(Calls, claimed, Value.Absent), Is.EqualTo(flaw));
    }
}
