namespace RaftTorture.Scenarios.Faults;

/// <summary>The families of faults, as named by <c>--nemesis</c>, in the order in which they are healed at the end.</summary>
/// <remarks>
/// First the network and what only slows a node down or holds it, then its clock, which it must run to tell; then what ended it, last what the
/// cluster itself must grant.
/// </remarks>
public enum FaultKind
{
    Partition,
    Packet,
    Cpu,
    Memory,
    Disk,
    Pause,
    Clock,
    Kill,
    Power,
    Restart,
    Corruption,
    Transfer,
    Snapshot,
    Membership,
}

/// <summary>What sets the families apart.</summary>
public static class FaultKinds
{
    /// <summary>Whether the cluster is asked for it, as by an operator, and may say no: while it has no leader, for example. All else is done to it.</summary>
    public static bool IsAsked(this FaultKind kind) => kind is FaultKind.Transfer or FaultKind.Snapshot or FaultKind.Membership;

    /// <summary>Whether it is over as soon as it is done, so that nothing has to be healed.</summary>
    public static bool IsMomentary(this FaultKind kind) => kind is FaultKind.Transfer or FaultKind.Snapshot or FaultKind.Restart;

    /// <summary>Whether the cluster must grant its heal: a node whose data are beyond repair comes back as a new member.</summary>
    public static bool NeedsLeaderToHeal(this FaultKind kind) => kind.IsAsked() || kind is FaultKind.Corruption;

    /// <summary>Its name in <c>--nemesis</c> and in all that people read.</summary>
    public static string Word(this FaultKind kind) => kind.ToString().ToLowerInvariant();
}
