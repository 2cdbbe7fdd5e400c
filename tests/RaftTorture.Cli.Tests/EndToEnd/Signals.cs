using System.Runtime.InteropServices;

namespace RaftTorture.Cli.Tests.EndToEnd;

internal static partial class Signals
{
    private const int SigInt = 2;

    /// <summary>What Ctrl-C sends.</summary>
    public static void Interrupt(int pid) => Assert.That(Send(pid, SigInt), Is.Zero);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Send(int pid, int signal);
}
