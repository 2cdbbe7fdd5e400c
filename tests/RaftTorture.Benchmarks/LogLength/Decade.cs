using System.Diagnostics;

namespace RaftTorture.Benchmarks.LogLength;

/// <summary>The writes that took a log from one length to another.</summary>
internal sealed record Decade(long First, long Last, double UsPerWrite, double CpuUsPerWrite, long HeapBytes, long DiskBytes)
{
    public static Decade Measure(LoneReplica replica, long end)
    {
        var first = replica.Length;
        var cpuBefore = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        replica.Write(end - first);
        var elapsed = watch.Elapsed;
        var cpu = Environment.CpuUsage.TotalTime - cpuBefore;
        var writes = replica.Length - first;
        return new Decade(
            first, replica.Length, elapsed.TotalMicroseconds / writes, cpu.TotalMicroseconds / writes, GC.GetTotalMemory(forceFullCollection: true), replica.DiskBytes);
    }
}
