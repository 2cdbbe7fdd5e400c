using System.Runtime.InteropServices;

namespace RaftTorture.Node;

/// <summary>Ends the node with its parent, so that a killed harness leaves nothing behind.</summary>
/// <remarks>
/// Two means, because neither reaches everywhere: a pipe on standard input that the parent's death closes works on every system, but a
/// suspended process does not read it; Linux's parent-death signal kills even that one.
/// </remarks>
internal static partial class ParentWatch
{
    private const int SetParentDeathSignal = 1;
    private const int Kill = 9;

    public static void Start()
    {
        if (OperatingSystem.IsLinux() && SetProcessControl(SetParentDeathSignal, Kill, 0, 0, 0) != 0)
            NodeLog.Write($"the parent-death signal could not be set: error {Marshal.GetLastPInvokeError()}");
        new Thread(ReadToTheEnd) { Name = "parent watch", IsBackground = true }.Start();
    }

    private static void ReadToTheEnd()
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[64];
        while (input.Read(buffer) > 0)
        {
            // What the parent writes means nothing; that it lives is the message.
        }

        NodeLog.Write("the parent is gone: ending");
        Environment.Exit(0);
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int SetProcessControl(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);
}
