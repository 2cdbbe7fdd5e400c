using System.Runtime.InteropServices;

namespace RaftTorture.Node;

/// <summary>A watched node ends with its parent and for no signal that a terminal or a shell sends.</summary>
/// <remarks>
/// A Ctrl-C goes to the whole process group, the harness and its nodes alike: a node that obeyed it would seem to have crashed while the
/// harness is still taking its cluster down. SIGTERM too, since nothing tells one sent to the node alone from one sent to the group.
/// </remarks>
internal static class IgnoredSignals
{
    // Held for the life of the process: a registration that is collected hears nothing more.
    private static readonly List<PosixSignalRegistration> Registrations = [];

    public static void Start()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
            Registrations.Add(PosixSignalRegistration.Create(signal, Ignore));
    }

    private static void Ignore(PosixSignalContext context)
    {
        context.Cancel = true;
        NodeLog.Write($"{context.Signal} ignored: this node ends with its parent");
    }
}
