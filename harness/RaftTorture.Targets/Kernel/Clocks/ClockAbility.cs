using System.ComponentModel;
using System.Diagnostics;
using RaftTorture.Scenarios.Faults;
using RaftTorture.Targets.Kernel.Clocks.Faketime;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Clocks;

/// <summary>Whether the clock of one process can be made wrong here: tried on a process of its own.</summary>
internal static class ClockAbility
{
    /// <summary>What a person can do where the memory of processes cannot be written, and that is insisted on.</summary>
    public const string Fallback = "take --clock-method auto, which falls back on libfaketime";

    /// <summary>Tries what is asked for; of two methods the second only if the first fails.</summary>
    /// <param name="kernel">Where the nodes are going to run.</param>
    /// <param name="method">What is asked for.</param>
    /// <param name="library">What there is to fall back on.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>A <see cref="FaketimeAbility"/> where it is by libfaketime.</returns>
    public static async Task<Ability> ProbeAsync(IKernel kernel, ClockMethod method, FaketimeLibrary library, CancellationToken cancellation)
    {
        if (method == ClockMethod.Faketime)
            return await library.ProbeAsync(cancellation);
        var vdso = await ProbeVdsoAsync(kernel, cancellation);
        return vdso.Works || method == ClockMethod.Vdso ? vdso : Instead(vdso, await library.ProbeAsync(cancellation));
    }

    private static Ability Instead(Ability vdso, Ability faketime) => faketime with { Words = $"{faketime.Words}; for {vdso.Words}" };

    private static async Task<Ability> ProbeVdsoAsync(IKernel kernel, CancellationToken cancellation)
    {
        try
        {
            return await kernel.AskAsync(new TrySkew(), cancellation);
        }
        catch (KernelException refused)
        {
            return Ability.Missing(refused.Message, Fallback);
        }
    }
}

/// <summary>Patches a process that does nothing, makes its clock wrong and right again, and ends it.</summary>
internal sealed record TrySkew : KernelRequest<Ability>
{
    protected override async Task<Ability> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        if (SkewBlob.WhyMissing is { } why)
            return Ability.Missing(why, ClockAbility.Fallback);
        using var victim = Start();
        try
        {
            var start = Stopwatch.GetTimestamp();
            var skews = workshop.Get<SkewedProcesses>();
            var skew = await skews.TellAsync(victim.Id, static over => over with { WallOffsetNs = -ClockSkew.NsPerMs }, cancellation);
            await skews.ResetAsync(victim.Id, cancellation);
            return skew is { IsPatched: true, WallOffsetMs: -1 }
                ? new Ability(true, $"per process, through its vDSO: patched and reset one in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms")
                : Ability.Missing($"a process that was patched keeps none of it: {skew}", ClockAbility.Fallback);
        }
        finally
        {
            victim.Kill();
            await victim.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Where there is no sleep, as in the image of the agent: this program, which is stopped before it gets far.</summary>
    private static Process Start()
    {
        try
        {
            return Start("sleep", "60");
        }
        catch (Win32Exception)
        {
            return Start(Environment.ProcessPath!, "--version");
        }
    }

    private static Process Start(string program, string argument) =>
        Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
