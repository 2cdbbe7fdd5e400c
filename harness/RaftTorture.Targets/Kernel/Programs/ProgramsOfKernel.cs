using System.Collections.Immutable;

namespace RaftTorture.Targets.Kernel.Programs;

/// <summary>Programs that are expected to succeed.</summary>
internal static class ProgramsOfKernel
{
    /// <summary>Runs a program that must end with 0.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="KernelException">It is missing, or ended with another code: the message has what it said.</exception>
    public static async Task<string> DemandAsync(
        this IKernel kernel, string program, ImmutableArray<string> arguments, string? input, CancellationToken cancellation)
    {
        var end = await kernel.AskAsync(new RunProgram(program, arguments, input), cancellation);
        return end.Code == 0 ? end.Output : throw new KernelException($"{program} {string.Join(' ', arguments)} ended with {end.Code}: {end.Error}");
    }
}
