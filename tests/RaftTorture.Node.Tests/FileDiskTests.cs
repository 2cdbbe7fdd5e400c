using RaftTorture.Node.Storage;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Node.Tests;

/// <summary>What a real directory promises to the log, and what it says when it cannot be had.</summary>
public class FileDiskTests
{
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void Create() => _directory = new TemporaryDirectory();

    [TearDown]
    public void Delete() => _directory.Dispose();

    [Test]
    public void A_directory_has_one_owner_until_it_lets_go()
    {
        var first = new FileDisk(_directory.Path);

        Assert.That(
            () => new FileDisk(_directory.Path),
            Throws.InstanceOf<IOException>().With.Message.Contains(_directory.Path).And.Message.Contains("is another node running on it?"));

        first.Dispose();
        using var second = new FileDisk(_directory.Path);
        Assert.That(second.List(), Is.Empty, "the lock is no file of the node's");
    }

    [Test]
    public void What_was_flushed_is_there_after_reopening()
    {
        var state = new HardState(new Term(3), new NodeId(2));
        Entry[] entries =
        [
            new(new LogIndex(1), new Term(1), EntryKind.NoOp, default),
            new(new LogIndex(2), new Term(3), EntryKind.Command, new byte[] { 8 }),
        ];
        Run(storage =>
        {
            storage.Log.Write(state, entries);
            storage.Log.Flush();
        });

        Run(storage =>
        {
            Assert.That(storage.Recovered.HardState, Is.EqualTo(state));
            Assert.That(storage.Recovered.Entries, Is.EqualTo(entries));
            Assert.That((storage.TornTailBytes, storage.WasMarkUnsound), Is.EqualTo((0, false)));
        });
    }

    [Test]
    public void Segments_and_snapshots_take_turns_in_a_real_directory()
    {
        var entry = new Entry(new LogIndex(1), new Term(1), EntryKind.NoOp, default);
        Run(storage =>
        {
            for (var index = 1; index <= 5; index++)
            {
                storage.Log.Write(null, [entry with { Index = new LogIndex(index) }]);
                storage.Log.Flush();
            }

            foreach (var index in (int[])[2, 4])
                storage.Snapshots.Begin(new SnapshotMeta(new LogIndex(index), new Term(1), Configuration.Empty)).Complete();
            storage.Log.Compact(new LogIndex(4));
        });

        Run(storage =>
        {
            Assert.That(storage.Recovered.Snapshot.LastIndex, Is.EqualTo(new LogIndex(4)));
            Assert.That(storage.Recovered.Entries, Is.EqualTo(new[] { entry with { Index = new LogIndex(5) } }));
        });
    }

    [Test]
    public void A_renamed_file_takes_the_place_of_the_other_and_a_deleted_one_is_gone()
    {
        using var disk = new FileDisk(_directory.Path);
        foreach (var (name, content) in (ReadOnlySpan<(string, byte)>)[("a", 1), ("b", 2), ("c", 3)])
        {
            using var file = disk.Open(name);
            file.Write(0, [content]);
        }

        disk.Rename("b", "c");
        disk.Delete("a");
        disk.Delete("never there");

        Assert.That(disk.List(), Is.EqualTo(new[] { "c" }));
        Assert.That(File.ReadAllBytes(disk.Describe("c")), Is.EqualTo(new byte[] { 2 }));
    }

    [Test]
    public void Room_set_aside_does_not_count_as_length()
    {
        using var disk = new FileDisk(_directory.Path);
        using (var file = disk.Open("f", expectedBytes: 1 << 20))
            Assert.That(file.LengthBytes, Is.Zero);

        Assert.That(new FileInfo(disk.Describe("f")).Length, Is.Zero);
    }

    [Test]
    public void A_file_keeps_its_length_and_its_bytes_where_they_were_written()
    {
        using var disk = new FileDisk(_directory.Path);
        using (var file = disk.Open("f"))
        {
            file.Write(0, [1, 2, 3, 4]);
            file.Write(2, [9]);
            file.Truncate(3);
            file.Flush();
        }

        using var reopened = disk.Open("f");
        var bytes = new byte[8];
        Assert.That(reopened.LengthBytes, Is.EqualTo(3));
        Assert.That(reopened.Read(1, bytes), Is.EqualTo(2), "a read ends with the file");
        Assert.That(bytes[..2], Is.EqualTo(new byte[] { 2, 9 }));
    }

    [Test]
    public void A_root_that_is_not_there_is_made_with_all_above_it()
    {
        var root = Path.Combine(_directory.Path, "a", "b");

        using var disk = new FileDisk(root);
        using var file = disk.Open("f");

        Assert.That(Path.Combine(root, "f"), Does.Exist);
    }

    [TestCase("taken")]
    [TestCase("taken/below")]
    public async Task A_root_that_cannot_be_made_is_one_line_that_names_it(string name)
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.Path, "taken"), "a file, not a directory");
        var root = Path.Combine(_directory.Path, name);
        using var node = TestNode.Cluster(1, _directory.Path)[0];
        node.Arguments[Array.IndexOf(node.Arguments, "--data") + 1] = root;

        var (exitCode, error) = await TestNode.RunToEndAsync(node.Arguments);

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(error, Does.Contain($"cannot make the directory {root}: "));
    }

    /// <summary>A log of which every flush begins a segment.</summary>
    private void Run(Action<ReplicaStorage> story)
    {
        using var disk = new FileDisk(_directory.Path);
        using var storage = ReplicaStorage.Open(disk, Configuration.Empty, newIncarnation: 1, new StorageOptions { SegmentBytes = 1 });
        story(storage);
    }
}
