using RaftTorture.TestKit.Worlds;

namespace RaftTorture.Raft.Tests;

/// <summary>What a world that has come to rest must look like.</summary>
internal static class Promises
{
    extension(RaftWorld world)
    {
        /// <summary>All members have applied the same, and every acknowledged write is in it, once.</summary>
        public void AssertNothingIsLost()
        {
            var members = world.Members;
            Assert.That(members.Select(node => node.Machine.State.Digest), Is.All.EqualTo(members[0].Machine.State.Digest));
            Assert.That(members.Select(node => node.Machine.Values), Is.All.EqualTo(members[0].Machine.Values));
            var acknowledged = world.Writes.Where(write => write.Outcome == Outcome.Ok).Select(write => write.Command).ToArray();
            Assert.That(world.History.Intersect(acknowledged), Is.EquivalentTo(acknowledged));
        }

        /// <summary>Runs for so long while clients write to whoever believes it leads, every 20 ms.</summary>
        /// <returns>The share of 500 ms windows in which something was committed, in percent.</returns>
        public double PercentOfWindowsWithACommit(int durationMs)
        {
            var good = 0;
            for (var elapsedMs = 0; elapsedMs < durationMs; elapsedMs += 500)
            {
                var before = world.Nodes.Max(node => node.Core.CommitIndex.Value);
                world.RunWithWrites(500);
                good += world.Nodes.Max(node => node.Core.CommitIndex.Value) > before ? 1 : 0;
            }

            return 100.0 * good * 500 / durationMs;
        }

        public void RunWithWrites(int durationMs)
        {
            for (var elapsedMs = 0; elapsedMs < durationMs; elapsedMs += 20)
            {
                foreach (var leader in world.Nodes.Where(node => node.IsLeader))
                    world.Propose(leader.Id, $"w{world.Writes.Count}={elapsedMs}");
                world.Run(20);
            }
        }
    }
}
