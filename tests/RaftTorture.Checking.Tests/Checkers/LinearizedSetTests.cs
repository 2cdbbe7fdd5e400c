using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Tests.Checkers;

internal sealed class LinearizedSetTests
{
    private const int Reads = 70;

    [Test]
    public void Configurations_are_told_apart_by_what_was_taken_back_far_behind()
    {
        var set = new LinearizedSet(OverlappingReads());
        foreach (var i in Enumerable.Range(0, Reads - 1))
            set.Add(i);
        Assert.That(set.Configuration(state: 0, firstToReturn: Reads - 1).Length, Is.EqualTo(2), "one word, because the first 64 are all in it");
        Assert.That(Without(set, 3), Is.Not.EqualTo(Without(set, 5)));
    }

    private static ulong[] Without(LinearizedSet set, int operation)
    {
        set.Remove(operation);
        var configuration = set.Configuration(state: 0, firstToReturn: operation).ToArray();
        set.Add(operation);
        return configuration;
    }

    private static RegisterHistory OverlappingReads()
    {
        var processes = Enumerable.Range(0, Reads).ToArray();
        string[] story = [.. processes.Select(p => $"{p} invoke read k"), .. processes.Select(p => $"{p} ok null")];
        return RegisterHistory.Of(Pairing.Pair(Story.Of(string.Join('\n', story))), Value.Absent);
    }
}
