using System.Net.Sockets;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Local.Network;
using RaftTorture.Targets.Tests.Kit;
using static RaftTorture.Targets.Tests.Kit.Wire;

namespace RaftTorture.Targets.Tests.Network;

public sealed class LinkProxyTests
{
    private static readonly LinkShape Blackhole = new() { Cut = CutMode.Blackhole };
    private static readonly LinkShape Reset = new() { Cut = CutMode.Reset };

    [Test]
    public async Task An_open_link_carries_bytes_both_ways_and_counts_them()
    {
        await using var wire = await OpenAsync();
        await TimeAsync(wire.Near, wire.Far, "there");
        await TimeAsync(wire.Far, wire.Near, "and back");
        Assert.That(wire.Proxy.Forward.Counters.DeliveredBytes, Is.EqualTo(5));
        Assert.That(wire.Proxy.Backward.Counters.DeliveredBytes, Is.EqualTo(8));
        Assert.That(wire.Proxy.Forward.Counters.SinceDelivery, Is.Not.Null);
    }

    [Test]
    public async Task A_megabyte_arrives_whole_and_in_order()
    {
        await using var wire = await OpenAsync();
        var text = string.Concat(Enumerable.Range(0, 150_000).Select(number => $"{number:x6} "));
        var saying = Task.Run(() => wire.Near.Send(System.Text.Encoding.ASCII.GetBytes(text)));
        Assert.That(await HearAsync(wire.Far, text.Length), Is.EqualTo(text));
        await saying;
    }

    [Test]
    public async Task A_cut_holds_bytes_and_a_heal_delivers_them()
    {
        await using var wire = await OpenAsync();
        wire.Proxy.Reshape(LinkDirection.Forward, Blackhole);
        await SayAsync(wire.Near, "held");
        Assert.That(IsSilent(wire.Far));
        await Eventually.IsTrue(() => wire.Proxy.Forward.Counters.HeldBytes == 4, "the link has taken the bytes");
        wire.Proxy.Reshape(LinkDirection.Forward, LinkShape.Open);
        Assert.That(await HearAsync(wire.Far, 4), Is.EqualTo("held"));
    }

    [TestCase(LinkDirection.Forward)]
    [TestCase(LinkDirection.Backward)]
    public async Task A_cut_in_one_direction_leaves_the_other_open(LinkDirection cut)
    {
        await using var wire = await OpenAsync();
        var (muted, heard) = cut == LinkDirection.Forward ? (wire.Near, wire.Far) : (wire.Far, wire.Near);
        wire.Proxy.Reshape(cut, Blackhole);
        await SayAsync(muted, "nobody hears this");
        await TimeAsync(heard, muted, "this is heard");
        Assert.That(IsSilent(heard));
    }

    [Test]
    public async Task A_cut_link_takes_new_connections_and_reaches_nobody_until_it_heals()
    {
        await using var wire = new Wire();
        wire.Proxy.Reshape(LinkDirection.Forward, Blackhole);
        using var near = await wire.DialAsync();
        await SayAsync(near, "hello");
        var accepting = wire.AcceptAsync();
        await Eventually.IsTrue(() => wire.Proxy.Forward.Counters.Connections == 1, "the proxy has the connection");
        Assert.That(accepting.IsCompleted, Is.False);
        wire.Proxy.Reshape(LinkDirection.Forward, LinkShape.Open);
        using var far = await accepting;
        Assert.That(await HearAsync(far, 5), Is.EqualTo("hello"));
    }

    [Test]
    public async Task A_cut_link_holds_a_bounded_number_of_bytes_and_then_reads_no_more()
    {
        await using var wire = await OpenAsync();
        wire.Proxy.Reshape(LinkDirection.Forward, Blackhole);
        wire.Near.Blocking = false;
        var block = new byte[64 * 1024];
        long taken = 0;
        await Eventually.IsTrue(() => !TryFill() && wire.Proxy.Forward.Counters.HeldBytes == wire.Proxy.Forward.Counters.OfferedBytes && Stalled(), "the sender is held up");
        Assert.That(taken, Is.LessThan(16 * 1024 * 1024));

        bool TryFill()
        {
            var sent = wire.Near.Send(block, SocketFlags.None, out var error);
            taken += error == SocketError.Success ? sent : 0;
            return error == SocketError.Success;
        }

        bool Stalled() => !wire.Near.Poll(TimeSpan.FromMilliseconds(50), SelectMode.SelectWrite);
    }

    [Test]
    public async Task A_cut_hides_the_death_of_the_sender_until_it_heals()
    {
        await using var wire = await OpenAsync();
        wire.Proxy.Reshape(LinkDirection.Forward, Blackhole);
        wire.Near.Dispose();
        Assert.That(IsSilent(wire.Far));
        wire.Proxy.Reshape(LinkDirection.Forward, LinkShape.Open);
        Assert.That(await HearAsync(wire.Far, 1), Is.Empty);
    }

    [Test]
    public async Task A_reset_breaks_standing_connections_with_an_error()
    {
        await using var wire = await OpenAsync();
        wire.Proxy.Reshape(LinkDirection.Forward, Reset);
        Assert.That(await BreaksAsync(wire.Near), Is.EqualTo(SocketError.ConnectionReset));
        Assert.That(await BreaksAsync(wire.Far), Is.EqualTo(SocketError.ConnectionReset));
    }

    [Test]
    public async Task A_reset_link_resets_new_connections_until_it_heals()
    {
        await using var wire = new Wire();
        wire.Proxy.Reshape(LinkDirection.Forward, Reset);
        Assert.That(await BreaksAsync(wire.DialAsync), Is.EqualTo(SocketError.ConnectionReset));
        wire.Proxy.Reshape(LinkDirection.Forward, LinkShape.Open);
        using var near = await wire.DialAsync();
        using var far = await wire.AcceptAsync();
        await TimeAsync(near, far, "again");
    }

    [Test]
    public async Task A_delay_makes_bytes_late_by_no_less_than_it_and_not_the_other_way()
    {
        await using var wire = await OpenAsync();
        wire.Proxy.Reshape(LinkDirection.Forward, new LinkShape { DelayMs = 80 });
        Assert.That(await TimeAsync(wire.Near, wire.Far, "late"), Is.InRange(80, 500));
        Assert.That(await TimeAsync(wire.Far, wire.Near, "soon"), Is.LessThan(80));
    }

    [Test]
    public async Task Jitter_spreads_the_delay_within_its_bounds_and_keeps_the_order()
    {
        await using var wire = await OpenAsync();
        wire.Proxy.Reshape(LinkDirection.Forward, new LinkShape { DelayMs = 30, JitterMs = 20 });
        var times = new List<double>();
        for (var letter = 'a'; letter < 'u'; letter++)
            times.Add(await TimeAsync(wire.Near, wire.Far, letter.ToString()));
        Assert.That(times, Has.All.GreaterThanOrEqualTo(10));
        Assert.That(times.Max() - times.Min(), Is.GreaterThan(10));

        for (var letter = 'a'; letter < 'u'; letter++)
            await SayAsync(wire.Near, letter.ToString());
        Assert.That(await HearAsync(wire.Far, 20), Is.EqualTo("abcdefghijklmnopqrst"));
    }

    [Test]
    public async Task A_heal_lets_go_at_once_what_a_long_delay_holds()
    {
        await using var wire = await OpenAsync();
        wire.Proxy.Reshape(LinkDirection.Forward, new LinkShape { DelayMs = 3_600_000 });
        await SayAsync(wire.Near, "freed");
        await Eventually.IsTrue(() => wire.Proxy.Forward.Counters.HeldBytes == 5, "the link holds the bytes");
        wire.Proxy.Reshape(LinkDirection.Forward, LinkShape.Open);
        Assert.That(await HearAsync(wire.Far, 5), Is.EqualTo("freed"));
    }

    [Test]
    public async Task A_rate_makes_bytes_trickle()
    {
        await using var wire = await OpenAsync();
        wire.Proxy.Reshape(LinkDirection.Forward, new LinkShape { BytesPerSecond = 10_000 });
        Assert.That(await TimeAsync(wire.Near, wire.Far, new string('x', 2_000)), Is.InRange(200, 1_000));
    }

    [Test]
    public async Task A_rate_is_shared_by_the_connections_of_a_link()
    {
        await using var wire = await OpenAsync();
        using var near = await wire.DialAsync();
        using var far = await wire.AcceptAsync();
        wire.Proxy.Reshape(LinkDirection.Forward, new LinkShape { BytesPerSecond = 10_000 });
        var text = new string('x', 1_000);
        var times = await Task.WhenAll(TimeAsync(wire.Near, wire.Far, text), TimeAsync(near, far, text));
        Assert.That(times.Max(), Is.InRange(200, 1_000));
    }

    [Test]
    public async Task A_close_on_either_side_reaches_the_other()
    {
        await using var wire = await OpenAsync();
        wire.Near.Shutdown(SocketShutdown.Send);
        Assert.That(await HearAsync(wire.Far, 1), Is.Empty);
        await TimeAsync(wire.Far, wire.Near, "a last word");
        wire.Far.Dispose();
        Assert.That(await HearAsync(wire.Near, 1), Is.Empty);
    }

    [Test]
    public async Task A_link_to_nobody_resets_the_caller()
    {
        await using var wire = new Wire();
        wire.StopListening();
        Assert.That(await BreaksAsync(wire.DialAsync), Is.EqualTo(SocketError.ConnectionReset));
    }

    [Test]
    public async Task Disposal_closes_all_and_may_be_repeated()
    {
        await using var wire = await OpenAsync();
        wire.Proxy.Reshape(LinkDirection.Forward, Blackhole);
        await SayAsync(wire.Near, "never delivered");
        await wire.Proxy.DisposeAsync();
        await wire.Proxy.DisposeAsync();
        Assert.That(await BreaksAsync(wire.Near), Is.EqualTo(SocketError.ConnectionReset));
        Assert.That(async () => await wire.DialAsync(), Throws.TypeOf<SocketException>());
    }

    private static Task<SocketError> BreaksAsync(Socket socket) => BreaksAsync(() => Task.FromResult(socket));

    /// <summary>How a connection breaks, be it while it is made or after.</summary>
    private static async Task<SocketError> BreaksAsync(Func<Task<Socket>> connect)
    {
        try
        {
            using var socket = await connect();
            await HearAsync(socket, 1);
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }
}
