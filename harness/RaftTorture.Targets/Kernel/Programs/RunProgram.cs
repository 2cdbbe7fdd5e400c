using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Programs;

/// <summary>Runs a program of the machine to its end, such as <c>nft</c>.</summary>
/// <param name="Program">Its name, looked for as a shell would.</param>
/// <param name="Arguments">Passed as they are; there is no shell.</param>
/// <param name="Input">What it reads on standard input, or null for nothing.</param>
internal sealed record RunProgram(string Program, ImmutableArray<string> Arguments, string? Input = null) : KernelRequest<ProgramEnd>
{
    protected override async Task<ProgramEnd> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        using var process = Start();
        try
        {
            if (Input is not null)
                await process.StandardInput.WriteAsync(Input.AsMemory(), cancellation);
            process.StandardInput.Close();
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
            await process.WaitForExitAsync(cancellation);
            return new ProgramEnd(process.ExitCode, said[0], said[1].Trim());
        }
        catch (Exception)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(Program, Arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new KernelException($"{Program} cannot be run: {missing.Message}", missing);
        }
    }
}

/// <summary>How a program ended.</summary>
internal sealed record ProgramEnd(int Code, string Output, string Error);
