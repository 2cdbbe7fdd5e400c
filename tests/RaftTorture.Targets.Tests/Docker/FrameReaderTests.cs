using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Engine.Streams;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Docker;

public sealed class FrameReaderTests
{
    [TestCase(1)]
    [TestCase(3)]
    [TestCase(1000)]
    public async Task Lines_are_put_together_whatever_pieces_they_come_in_and_not_mixed_with_those_of_the_other_stream(int piece)
    {
        byte[] bytes = [.. FakeEngine.Frame(1, "one t"), .. FakeEngine.Frame(2, "err"), .. FakeEngine.Frame(1, "wo\nthree\r\nfour"), .. FakeEngine.Frame(2, "or\n")];
        Assert.That(await LinesAsync(bytes, piece), Is.EqualTo(new[] { "one two", "three", "error", "four" }));
    }

    [Test]
    public async Task A_frame_of_nothing_is_passed_over()
    {
        byte[] bytes = [.. FakeEngine.Frame(1, ""), .. FakeEngine.Frame(1, "x\n")];
        Assert.That(await LinesAsync(bytes, 100), Is.EqualTo(new[] { "x" }));
    }

    [Test]
    public async Task A_line_without_an_end_does_not_gather_in_memory()
    {
        var bytes = Enumerable.Range(0, 10).SelectMany(_ => FakeEngine.Frame(1, new string('x', 60_000))).ToArray();
        var lines = await LinesAsync(bytes, 1 << 20);
        Assert.That(lines, Has.Count.GreaterThan(3));
        Assert.That(lines.Sum(line => line.Length), Is.EqualTo(600_000));
    }

    [TestCase(new byte[] { 72, 84, 84, 80, 47, 49, 46, 49 })]
    [TestCase(new byte[] { 3, 0, 0, 0, 0, 0, 0, 1 })]
    [TestCase(new byte[] { 1, 0, 1, 0, 0, 0, 0, 1 })]
    public void What_is_not_in_frames_is_refused(byte[] bytes) =>
        Assert.That(() => LinesAsync(bytes, 100), Throws.TypeOf<EngineException>().With.Message.Contains("not in frames"));

    [TestCase(4)]
    [TestCase(9)]
    public void A_stream_that_ends_within_a_frame_is_broken(int length)
    {
        var bytes = FakeEngine.Frame(1, "whole")[..length];
        Assert.That(() => LinesAsync(bytes, 100), Throws.InstanceOf<IOException>());
    }

    [Test]
    public void A_frame_of_four_gigabytes_that_is_announced_costs_no_memory()
    {
        byte[] bytes = [1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, (byte)'x'];
        Assert.That(() => LinesAsync(bytes, 100), Throws.InstanceOf<IOException>());
    }

    private static async Task<List<string>> LinesAsync(byte[] bytes, int piece)
    {
        var lines = new List<string>();
        await OutputLines.CopyAsync(new Pieces(bytes, piece), lines.Add, CancellationToken.None);
        return lines;
    }

    /// <summary>A stream that gives at most so many bytes at a time.</summary>
    private sealed class Pieces(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, most)], cancellationToken);
    }
}
