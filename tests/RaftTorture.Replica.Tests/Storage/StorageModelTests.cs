using FsCheck;
using FsCheck.Fluent;

namespace RaftTorture.Replica.Tests.Storage;

/// <summary>Random lives of a directory: power cuts and kills at every point of writing, rolling, snapshots, compaction and recovery itself.</summary>
[TestFixture]
public sealed class StorageModelTests
{
    [Test]
    public void A_directory_recovers_exactly_what_was_flushed_whatever_happened()
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(2500).WithEndSize(80);

        Check.One(config, Prop.ForAll<(byte Kind, byte At, byte Count)[]>(Live));
    }

    // A step is three bytes, so that FsCheck can shrink a life to the shortest and plainest that still fails.
    private static void Live((byte Kind, byte At, byte Count)[] steps)
    {
        var life = new StorageLife(new Random(steps.Length));
        foreach (var (kind, at, count) in steps)
            life.Step(kind, at, count);
        life.End();
    }
}
