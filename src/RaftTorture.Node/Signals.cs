using System.Runtime.InteropServices;

namespace RaftTorture.Node;

/// <summary>What a node does at the signals that a terminal, a shell or a service manager sends.</summary>
/// <remarks>
/// A watched node ends with its parent and for no signal: a Ctrl-C goes to the whole process group, the harness and its nodes alike, and a
/// node that obeyed it would seem to have crashed while the harness is still taking its cluster down. SIGTERM too, since nothing tells one
/// sent to the node alone from one sent to the group.
/// </remarks>
internal static class Signals
{
    // Held for the life of the process: a registration that is collected hears nothing more.
    private static readonly List<PosixSignalRegistration> Registrations = [];

    public static void Ignore() =>
        On([PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP], signal => NodeLog.Write($"{signal} ignored: this node ends with its parent"));

    /// <summary>Stops in good order instead of dying.</summary>
    public static void StopAt(Action stop) => On([PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT], _ => stop());

    private static void On(PosixSignal[] signals, Action<PosixSignal> react)
    {
        foreach (var signal in signals)
        {
            Registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                react(context.Signal);
            }));
        }
    }
}
