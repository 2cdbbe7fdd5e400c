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
    public void A_second_opener_of_the_same_log_is_refused_until_the_first_lets_go()
    {
        var log = Path.Combine(_directory.Path, LogStore.FileName);
        var first = LogStore.Open(new FileDisk(_directory.Path));

        Assert.That(
            () => LogStore.Open(new FileDisk(_directory.Path)),
            Throws.InstanceOf<IOException>().With.Message.Contains(log).And.Message.Contains("used by another process"));

        first.Dispose();
        using var second = LogStore.Open(new FileDisk(_directory.Path));
        Assert.That(second.Recovered.Entries, Is.Empty);
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
        using (var log = LogStore.Open(new FileDisk(_directory.Path)))
        {
            log.Write(state, entries);
            log.Flush();
        }

        using var reopened = LogStore.Open(new FileDisk(_directory.Path));
        Assert.That(reopened.Recovered.HardState, Is.EqualTo(state));
        Assert.That(reopened.Recovered.Entries, Is.EqualTo(entries));
    }

    [Test]
    public void A_file_keeps_its_length_and_its_bytes_where_they_were_written()
    {
        var disk = new FileDisk(_directory.Path);
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

        using var file = new FileDisk(root).Open("f");

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
}
