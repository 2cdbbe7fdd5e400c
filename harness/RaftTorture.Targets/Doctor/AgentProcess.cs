using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using RaftTorture.Running.Ports;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Agent;

namespace RaftTorture.Targets.Doctor;

/// <summary>This very program as an agent in a process of its own, wherever it is led: into other namespaces, for example.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private const string Program = "raft-torture";

    private readonly Process _process;
    private readonly AgentKernel _kernel;

    private AgentProcess(Process process, AgentKernel kernel) => (_process, _kernel) = (process, kernel);

    /// <summary>What it is asked. It lives as long as this.</summary>
    public IKernel Kernel => _kernel;

    /// <param name="way">The program that leads it there, with its arguments: it executes what follows them.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ClusterException">It cannot be started.</exception>
    /// <exception cref="KernelException">It ended before it said a word.</exception>
    public static async Task<AgentProcess> StartAsync(IReadOnlyList<string> way, CancellationToken cancellation)
    {
        string[] command = [.. way, .. OwnCommand(), "agent"];
        var process = Start(command);
        try
        {
            return new AgentProcess(process, await AgentKernel.OpenAsync(new ChildStream(process), cancellation));
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    /// <summary>Has it undo everything and end.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _kernel.DisposeAsync();
        }
        finally
        {
            if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
                _process.Kill(entireProcessTree: true);
            _process.Dispose();
        }
    }

    private static Process Start(string[] command)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(command[0], command[1..])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception missing)
        {
            throw new ClusterException($"{command[0]} cannot be run: {missing.Message}", missing);
        }
    }

    /// <summary>By <c>dotnet</c> and its assembly, or by an executable of its own.</summary>
    private static IEnumerable<string> OwnCommand()
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, $"{Program}.dll");
        var isHost = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        return Assembly.GetEntryAssembly()?.GetName().Name == Program && !isHost ? [Environment.ProcessPath!]
            : File.Exists(assembly) ? ["dotnet", assembly]
            : throw new ClusterException($"{assembly} is missing: build it");
    }
}
