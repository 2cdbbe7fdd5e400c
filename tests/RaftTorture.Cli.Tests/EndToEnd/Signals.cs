using System.Runtime.InteropServices;

namespace RaftTorture.Cli.Tests.EndToEnd;

internal static partial class Signals
{
    public const int Terminate = 15;
    private const int SigInt = 2;

    /// <summary>What Ctrl-C in a terminal does: a signal to the whole process group, the nodes too.</summary>
    public static void Interrupt(int group) => Assert.That(Kill(-group, SigInt), Is.Zero);

    /// <summary>A signal to one process.</summary>
    public static void Send(int pid, int signal) => Assert.That(Kill(pid, signal), Is.Zero);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pidOrGroup, int signal);
}
