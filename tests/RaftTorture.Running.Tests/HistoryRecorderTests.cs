using RaftTorture.Checking.Histories;
using RaftTorture.Running.Recording;
using RaftTorture.Running.Tests.Fakes;

namespace RaftTorture.Running.Tests;

public sealed class HistoryRecorderTests
{
    private Store _store = null!;

    private string Path => System.IO.Path.Combine(_store.Root, "history.jsonl");

    [SetUp]
    public void MakeStore() => _store = new Store();

    [TearDown]
    public void DropStore() => _store.Dispose();

    [Test]
    public async Task Events_of_many_threads_get_one_order_in_memory_and_on_disk()
    {
        await using var recorder = new HistoryRecorder(Path, new RunClock());
        await Parallel.ForAsync(0, 4000, (n, _) =>
        {
            recorder.Record(stamp => Read(stamp, n));
            return ValueTask.CompletedTask;
        });
        await recorder.DisposeAsync();

        var read = HistoryReader.Parse(File.ReadAllBytes(Path));
        Assert.That(read.Events.Select(e => e.Index), Is.EqualTo(Enumerable.Range(0, 4000)));
        Assert.That(read.Events, Is.EqualTo(recorder.Snapshot()));
    }

    [Test]
    public async Task What_is_recorded_reaches_the_file_while_the_run_goes_on()
    {
        await using var recorder = new HistoryRecorder(Path, new RunClock());
        recorder.Record(stamp => Read(stamp, 1));

        Assert.That(() => File.ReadAllBytes(CopyOf(Path)), Is.Not.Empty.And.Exactly(1).EqualTo((byte)'\n').After(10_000, 5));
    }

    [Test]
    public async Task The_file_of_a_killed_harness_can_be_read_wherever_it_was_cut()
    {
        await using (var recorder = new HistoryRecorder(Path, new RunClock()))
        {
            for (var n = 0; n < 3; n++)
                recorder.Record(stamp => Read(stamp, n));
        }

        var whole = File.ReadAllBytes(Path);
        for (var length = 0; length <= whole.Length; length++)
        {
            var lines = whole.AsSpan(0, length).Count((byte)'\n');
            Assert.That(HistoryReader.Parse(whole.AsSpan(0, length)).Events, Has.Count.InRange(lines, lines + 1));
        }
    }

    [Test]
    public async Task A_history_is_never_written_over()
    {
        await using (new HistoryRecorder(Path, new RunClock()))
        {
        }

        Assert.Throws<IOException>(() => new HistoryRecorder(Path, new RunClock()));
    }

    [Test]
    [Platform("Linux", Reason = "needs /dev/full, a disk that is always full")]
    public void A_full_disk_ends_the_run_and_says_so()
    {
        var recorder = new HistoryRecorder(new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0), new RunClock());
        recorder.Record(stamp => Read(stamp, 1));

        var failure = Assert.ThrowsAsync<IOException>(async () => await recorder.DisposeAsync());
        Assert.That(failure.Message, Does.StartWith("the history cannot be written"));
    }

    /// <summary>The reader must not hold the file that is being written.</summary>
    private static string CopyOf(string path)
    {
        File.Copy(path, path + ".copy", overwrite: true);
        return path + ".copy";
    }

    private static HistoryEvent Read(Stamp stamp, int process) => new()
    {
        Index = stamp.Index,
        TimeNs = stamp.TimeNs,
        Process = new ProcessId(process),
        Type = EventType.Invoke,
        F = "read",
        Key = "k",
    };
}
