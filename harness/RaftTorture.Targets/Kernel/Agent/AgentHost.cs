using System.Runtime.InteropServices;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Agent;

/// <summary>This process as an agent: what runs in the helper container.</summary>
public static class AgentHost
{
    /// <summary>Serves on standard input and output until the input ends or a signal comes; undoes everything before it returns.</summary>
    /// <returns>True if nothing is left of what was done.</returns>
    public static async Task<bool> ServeAsync()
    {
        using var end = new CancellationTokenSource();
        using var terminate = EndOn(PosixSignal.SIGTERM, end);
        using var interrupt = EndOn(PosixSignal.SIGINT, end);
        using var hangUp = EndOn(PosixSignal.SIGHUP, end);
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        return await new AgentServer(input, output, new Workshop()).ServeAsync(end.Token);
    }

    private static PosixSignalRegistration EndOn(PosixSignal signal, CancellationTokenSource end) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            end.Cancel();
        });
}
