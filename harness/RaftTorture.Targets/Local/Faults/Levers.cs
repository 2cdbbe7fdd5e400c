using RaftTorture.Targets.Local.Network;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Local.Faults;

/// <summary>The two levers that break things. A test gives some that do nothing, and then no receipt may be confirmed.</summary>
/// <param name="Shape">Puts a shape in force in one direction of a link.</param>
/// <param name="Signal">Sends a signal to a process id.</param>
internal sealed record Levers(Action<LinkProxy, LinkDirection, LinkShape> Shape, Action<int, Signal> Signal)
{
    public static readonly Levers Real = new(
        static (proxy, direction, shape) => proxy.Reshape(direction, shape),
        static (pid, signal) => signal.SendTo(pid));
}
