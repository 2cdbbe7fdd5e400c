using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
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
        using var directory = new TemporaryDirectory();
        using var etcd = Start(directory.Path, out var client);
        try
        {
            await using var kernel = new OwnKernel();
            Assert.That((await OffsetOfAsync(client)).TotalSeconds, Is.Zero.Within(10));

            await kernel.AskAsync(new SkewClock(etcd.Id, offsetSeconds * 1000), CancellationToken.None);
            Assert.That((await OffsetOfAsync(client)).TotalSeconds, Is.EqualTo(offsetSeconds).Within(10));

            await kernel.AskAsync(new ResetClock(etcd.Id), CancellationToken.None);
            Assert.That((await OffsetOfAsync(client)).TotalSeconds, Is.Zero.Within(10));
        }
        finally
        {
            etcd.Kill();
            await etcd.WaitForExitAsync();
        }
    }

    private static Process Start(string directory, out Uri client)
    {
        client = new Uri($"http://127.0.0.1:{FreePort()}");
        var peer = $"http://127.0.0.1:{FreePort()}";
        return Process.Start(new ProcessStartInfo(
            "etcd",
            [
                "--data-dir", Path.Combine(directory, "etcd"), "--listen-client-urls", client.OriginalString, "--advertise-client-urls", client.OriginalString,
                "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", $"default={peer}",
            ])
        { RedirectStandardError = true, RedirectStandardOutput = true })!;
    }

    /// <summary>By the Date of its answers, whole seconds; waits until it serves.</summary>
    private static async Task<TimeSpan> OffsetOfAsync(Uri client)
    {
        using var http = new HttpClient();
        TimeSpan? offset = null;
        for (var start = Stopwatch.GetTimestamp(); offset is null; await Task.Delay(10))
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(client, "/version"));
                offset = answer.Headers.Date - DateTimeOffset.UtcNow;
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(start).TotalSeconds < 20)
            {
                // It does not serve yet.
            }
        }

        return offset.Value;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
