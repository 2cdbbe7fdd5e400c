using RaftTorture.Node.Tracing;

namespace RaftTorture.Node.Tests.Tracing;

public class TraceFileTests
{
    private TemporaryDirectory _directory = null!;

    private string File => Path.Combine(_directory.Path, "n1.ndjson");

    [SetUp]
    public void Create() => _directory = new TemporaryDirectory();

    [TearDown]
    public void Delete() => _directory.Dispose();

    [Test]
    public void After_a_batch_its_lines_are_there_for_whoever_looks()
    {
        using var trace = TraceFile.Open(File);
        trace.Write("one\n"u8);
        trace.EndBatch();
        trace.Write("two\n"u8);

        Assert.That(Read(), Is.EqualTo("one\n"));
    }

    [Test]
    public void The_next_life_goes_on_at_the_end()
    {
        using (var first = TraceFile.Open(File))
            first.Write("one\n"u8);
        using (var second = TraceFile.Open(File))
            second.Write("two\n"u8);

        Assert.That(Read(), Is.EqualTo("one\ntwo\n"));
    }

    [TestCase("", "")]
    [TestCase("{\"half", "")]
    [TestCase("one\n{\"half", "one\n")]
    [TestCase("one\ntwo\n", "one\ntwo\n")]
    public void Half_a_line_of_a_killed_life_is_cut_off(string left, string kept)
    {
        System.IO.File.WriteAllText(File, left);

        TraceFile.Open(File).Dispose();

        Assert.That(Read(), Is.EqualTo(kept));
    }

    [Test]
    public void Half_a_line_longer_than_one_look_back_is_cut_off_too()
    {
        System.IO.File.WriteAllText(File, "one\n" + new string('x', 10_000));

        TraceFile.Open(File).Dispose();

        Assert.That(Read(), Is.EqualTo("one\n"));
    }

    /// <summary>As another process would, while the file is open.</summary>
    private string Read()
    {
        using var stream = new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(stream).ReadToEnd();
    }
}
