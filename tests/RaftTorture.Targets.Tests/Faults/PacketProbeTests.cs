using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Local.Faults;
using RaftTorture.Targets.Local.Network;

namespace RaftTorture.Targets.Tests.Faults;

public sealed class PacketProbeTests
{
    private static readonly PacketProbe Asked = PacketProbe.Of(new Fault.Packet([new Link("n1", "n2")], 100, 20));

    [TestCase(new[] { 81.0, 100, 125 }, true, TestName = "Times_about_the_delay_are_the_fault")]
    [TestCase(new[] { 79.0, 100, 125 }, false, TestName = "One_probe_that_was_early_refutes_it")]
    [TestCase(new[] { 81.0, 85, 90 }, false, TestName = "Times_on_the_early_side_only_refute_it")]
    [TestCase(new[] { 100.0, 500, 500 }, false, TestName = "A_median_that_is_late_refutes_it")]
    [TestCase(new double[0], false, TestName = "Nothing_measured_is_nothing_seen")]
    public void The_times_of_probes_are_judged(double[] ms, bool isSlow) =>
        Assert.That(Asked.IsSlow([.. ms.Select(each => new Sighting.Delivered(each))]), Is.EqualTo(isSlow));

    [Test]
    public void A_probe_that_did_not_arrive_refutes_it() =>
        Assert.That(Asked.IsSlow([new Sighting.Delivered(100), new Sighting.Silent(1000)]), Is.False);

    [Test]
    public void A_rate_adds_the_time_of_the_probe_on_the_line()
    {
        var asked = PacketProbe.Of(new Fault.Packet([new Link("n1", "n2")], 100, 0, BytesPerSecond: 20_000));
        Assert.That(asked, Is.EqualTo(new PacketProbe(Bytes: 1000, LeastMs: 150, MiddleMs: 150, MostMs: 150)));
    }

    [Test]
    public void Sightings_are_described_by_kind_with_their_range() =>
        Assert.That(
            Sighting.Describe([new Sighting.Silent(100), new Sighting.Silent(104), new Sighting.Silent(101), new Sighting.Delivered(0.42)]),
            Is.EqualTo("3 silent for 100-104 ms (median 101), 1 delivered after 0.4 ms"));
}
