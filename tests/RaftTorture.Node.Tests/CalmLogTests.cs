namespace RaftTorture.Node.Tests;

/// <summary>What strangers can cause costs a line and a count, however often they cause it.</summary>
public class CalmLogTests
{
    private readonly List<string> _lines = [];
    private CalmLog _log = null!;

    [SetUp]
    public void Open() => _log = new CalmLog(_lines.Add, TimeSpan.FromHours(1)); // The tests end the window, no clock does.

    [TearDown]
    public void Close()
    {
        _log.Dispose();
        _lines.Clear();
    }

    [Test]
    public void The_first_line_is_written_at_once()
    {
        _log.Write("refused");

        Assert.That(_lines, Is.EqualTo(["refused"]));
    }

    [Test]
    public void A_flood_is_one_line_and_a_count()
    {
        for (var i = 0; i < 10_000; i++)
            _log.Write($"refused {i}");
        _log.EndWindow();

        Assert.That(_lines, Is.EqualTo(["refused 0", "refused 9999 (and 9998 such lines more in the last 3600 s)"]));
    }

    [Test]
    public void After_a_quiet_window_the_next_line_is_written_at_once()
    {
        _log.Write("refused");
        _log.EndWindow();
        _log.Write("refused again");

        Assert.That(_lines, Is.EqualTo(["refused", "refused again"]));
    }
}
