namespace RaftTorture.Targets.Kernel.Probes;

/// <summary>A node as probes need it: they are sent from inside of its network, by its address.</summary>
/// <param name="Namespace">The path of its network namespace on the machine that probes.</param>
internal sealed record ProbedNode(string Node, string Address, string Namespace);
