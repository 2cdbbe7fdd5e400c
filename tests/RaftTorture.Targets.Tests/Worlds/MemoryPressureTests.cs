using RaftTorture.Targets.Kernel.Memory;
using RaftTorture.Targets.Worlds.Faults;

namespace RaftTorture.Targets.Tests.Worlds;

/// <summary>When a limit of memory was felt, on kernels that count it and on those that do not.</summary>
public sealed class MemoryPressureTests
{
    private const long Limit = 20 << 20;

    [Test]
    public void Use_that_fell_to_a_limit_below_it_was_taken_away() =>
        Assert.That(Felt(Sight(Limit + 8192, limit: null), Sight(Limit)), Does.Contain("8 KiB were taken"));

    [Test]
    public void Who_was_refused_felt_it() => Assert.That(Felt(Sight(Limit / 2), Sight(Limit / 2, hits: 3)), Is.EqualTo("refused 3 times"));

    [Test]
    public void Who_stands_at_the_limit_while_pages_come_in_felt_it() =>
        Assert.That(Felt(Sight(Limit / 2), Sight(Limit, pagesIn: 10), Sight(Limit, pagesIn: 17)), Does.Contain("for 7 pages"));

    [Test]
    public void Who_stands_at_the_limit_and_wants_nothing_felt_nothing() =>
        Assert.That(Felt(Sight(Limit), Sight(Limit), Sight(Limit)), Is.Null);

    [Test]
    public void Pages_for_which_there_was_room_are_no_pressure() =>
        Assert.That(Felt(Sight(Limit / 2), Sight(Limit - 65536, pagesIn: 10), Sight(Limit, pagesIn: 26)), Is.Null);

    [Test]
    public void Who_was_away_from_the_limit_meanwhile_is_counted_anew() =>
        Assert.That(Felt(Sight(Limit / 2), Sight(Limit, pagesIn: 10), Sight(Limit / 2, pagesIn: 20), Sight(Limit, pagesIn: 90)), Is.Null);

    [Test]
    public void Use_that_fell_by_itself_without_a_limit_is_no_pressure() =>
        Assert.That(Felt(Sight(2 * Limit, limit: null), Sight(Limit, limit: null)), Is.Null);

    private static string? Felt(MemorySight before, params MemorySight[] since)
    {
        var pressure = new MemoryPressure(before);
        foreach (var seen in since)
            pressure.See(seen);
        return pressure.Felt;
    }

    private static MemorySight Sight(long used, long? limit = Limit, long hits = 0, long pagesIn = 0) => new("group", used, limit, hits, OomKills: 0, pagesIn);
}
