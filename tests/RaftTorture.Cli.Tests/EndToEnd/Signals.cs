using System.Runtime.InteropServices;

namespace RaftTorture.Cli.Tests.EndToEnd;

internal static partial class Signals
{
    private const int SigInt = 2;

    /// <summary>What Ctrl-C in a terminal does: a signal to the whole process group, the nodes too.</summary>
    public static void Interrupt(int group) => Assert.That(Send(-group, SigInt), Is.Zero);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Send(int pidOrGroup, int signal);
}
