using RaftTorture.Kv;
using RaftTorture.Replica.Storage;
using RaftTorture.Replica.Wire;

namespace RaftTorture.Replica.Tests;

/// <summary>What the machine allows, everything behind it can hold.</summary>
public sealed class KvLimitsTests
{
    [Test]
    public void The_longest_item_of_a_snapshot_fits_in_a_block() =>
        Assert.That(KvLimits.MaxSnapshotItemBytes, Is.LessThanOrEqualTo(SnapshotDraft.MaxBlockBytes));

    // Its command is shorter than the request, which escapes every character, and goes alone if it is long.
    [Test]
    public void The_longest_command_fits_in_a_frame() =>
        Assert.That(KvLimits.MaxRequestBytes, Is.LessThanOrEqualTo(FrameReader.MaxFrameBytes / 2));
}
