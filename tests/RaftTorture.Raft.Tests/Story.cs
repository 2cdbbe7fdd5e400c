using RaftTorture.Simulation.Invariants;
using RaftTorture.TestKit.Worlds;

namespace RaftTorture.Raft.Tests;

/// <summary>A story is told twice: as it should be nothing breaks, and with one thing broken it breaks what it is told to break.</summary>
internal static class Story
{
    public static void AssertBreaks(string invariant, WorldOptions broken, WorldOptions whole, Action<RaftWorld> story)
    {
        Assert.That(() => story(new RaftWorld(whole)), Throws.Nothing);
        Assert.That(
            () => story(new RaftWorld(broken)),
            Throws.TypeOf<InvariantBrokenException>().With.Property(nameof(InvariantBrokenException.Invariant)).EqualTo(invariant));
    }
}
