using RaftTorture.Targets.Kernel.Clocks;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Kernel.Clocks;

/// <summary>A program of Go, which reads its clocks without a C library: what preloading a library never reaches.</summary>
public sealed class EtcdClockTests
{
    [TestCase(3600)]
    [TestCase(-30)]
    public async Task Etcd_tells_the_time_that_it_was_given(int offsetSeconds)
    {
        Require.That(SkewBlob.WhyMissing is null, "Linux on x86-64");
        Require.Programs("etcd");
        await using var etcd = await EtcdNode.StartAsync();
        await using var kernel = new OwnKernel();
        Assert.That((await etcd.OffsetAsync()).TotalSeconds, Is.Zero.Within(10));

        await kernel.AskAsync(new SkewClock(etcd.Pid, offsetSeconds * 1000), CancellationToken.None);
        Assert.That((await etcd.OffsetAsync()).TotalSeconds, Is.EqualTo(offsetSeconds).Within(10));

        await kernel.AskAsync(new ResetClock(etcd.Pid), CancellationToken.None);
        Assert.That((await etcd.OffsetAsync()).TotalSeconds, Is.Zero.Within(10));
    }
}
