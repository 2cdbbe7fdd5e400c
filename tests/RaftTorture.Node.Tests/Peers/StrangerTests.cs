using System.Buffers.Binary;
using System.Text.Json;
using RaftTorture.Kv.Api;

namespace RaftTorture.Node.Tests.Peers;

/// <summary>Whoever calls the peer port of a real node and whatever he says: the node serves on, logs little, and changes nothing.</summary>
public class StrangerTests
{
    private const int Seed = 20_261_121;

    private TemporaryDirectory _directory = null!;
    private TestNode _node = null!;
    private string _before = "";

    [SetUp]
    public async Task StartAsync()
    {
        _directory = new TemporaryDirectory();
        _node = TestNode.Cluster(1, _directory.Path)[0];
        await _node.StartAsync();
        await Eventually.Async(async () => (await _node.StatusAsync()) is { Role: "leader", Applied: > 0 }, () => "no leader of one");
        _before = await StatusAsync();
    }

    [TearDown]
    public async Task NothingHasChangedAsync()
    {
        try
        {
            Assert.That(await StatusAsync(), Is.EqualTo(_before));
        }
        finally
        {
            _node.Dispose();
            _directory.Dispose();
        }
    }

    [Test]
    public async Task Ten_thousand_random_frames_of_strangers_are_one_line_in_the_log()
    {
        var dice = new Random(Seed);
        for (var i = 0; i < 10_000; i++)
        {
            using var stranger = new PeerCaller(_node);
            stranger.Say(RandomFrame(dice));
        }

        await RefusedAsync("refused");
        Assert.That(LinesAboutCallers(), Has.Length.LessThanOrEqualTo(MostLines));
    }

    [Test]
    public async Task Ten_thousand_random_frames_after_a_good_greeting_are_one_line_in_the_log()
    {
        var dice = new Random(Seed);
        for (var i = 0; i < 1000; i++)
        {
            using var peer = new PeerCaller(_node);
            peer.Greet(2);
            for (var frame = 0; frame < 10; frame++)
                peer.Say(RandomFrame(dice));
        }

        await RefusedAsync("refused: message");
        Assert.That(LinesAboutCallers(), Has.Length.LessThanOrEqualTo(MostLines));
    }

    [Test]
    public async Task A_peer_of_another_cluster_is_named_and_refused()
    {
        using var peer = new PeerCaller(_node);

        await peer.Greet(2, "other\ncluster").HungUpAsync();

        await RefusedAsync("belongs to cluster 'other cluster'");
    }

    [Test]
    public async Task One_that_calls_itself_by_this_node_s_name_is_refused()
    {
        using var twin = new PeerCaller(_node);

        await twin.Greet(1).HungUpAsync();

        await RefusedAsync("calls itself n1, and this is n1");
    }

    [Test]
    public async Task An_oversized_frame_of_a_stranger_is_refused_before_it_is_sent()
    {
        using var stranger = new PeerCaller(_node);

        await stranger.Say(LengthOf(64 * 1024 * 1024)).HungUpAsync();

        await RefusedAsync("begins with a frame of 67108864 bytes");
    }

    [Test]
    public async Task An_oversized_frame_of_a_peer_is_refused()
    {
        using var peer = new PeerCaller(_node);

        await peer.Greet(2).Say(LengthOf(int.MaxValue)).HungUpAsync();

        await RefusedAsync("refused: frame");
    }

    [Test]
    public async Task Who_does_not_say_who_he_is_is_hung_up_on_and_keeps_nobody_out()
    {
        var silent = Enumerable.Range(0, 200).Select(_ => new PeerCaller(_node).Say(24, 0)).ToArray();

        await Task.WhenAll(silent.Select(caller => caller.HungUpAsync()));

        await RefusedAsync("have not said yet who they are");
        using var peer = new PeerCaller(_node);
        await peer.Greet(2, "other").HungUpAsync();
        foreach (var caller in silent)
            caller.Dispose();
    }

    /// <summary>All that the node says of itself, but for the time.</summary>
    private async Task<string> StatusAsync() => JsonSerializer.Serialize(await _node.StatusAsync() with { ClockMs = 0, MonotonicMs = 0 }, KvJson.Default.NodeStatusDto);

    private async Task RefusedAsync(string reason) =>
        await Eventually.Async(() => Task.FromResult(_node.Output.Contains(reason)), () => $"nobody was refused for '{reason}':\n{_node.Output}");

    private string[] LinesAboutCallers() => [.. _node.Output.Split('\n').Where(line => line.Contains("peer connection") || line.Contains("caller"))];

    /// <summary>One at once, and one for each ten seconds that the flood may have taken on a busy machine.</summary>
    private const int MostLines = 13;

    private static byte[] RandomFrame(Random dice)
    {
        var frame = new byte[4 + dice.Next(1, 64)];
        dice.NextBytes(frame);
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - 4);
        return frame;
    }

    private static byte[] LengthOf(int bytes)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes);
        return length;
    }
}
