namespace RaftTorture.Scenarios.Faults.Recipes;

/// <summary>
/// A leader sleeps while the cluster goes on without it, and wakes to find those who knew better gone: whatever it still answers, and whatever
/// the others come back with, must agree. After the nemesis of the same name in Jepsen's tests of NATS.
/// </summary>
public static class PauseKill
{
    public static readonly Recipe Recipe = new("pause-kill", [FaultKind.Pause, FaultKind.Kill],
    [
        new Stage.Strike((kitchen, ref dice) => Parties.MinorityOfLeader(kitchen, ref dice) is { IsEmpty: false } few ? new Fault.Pause(few) : null),
        new Stage.Until(kitchen => Parties.HasOtherLeader(kitchen, kitchen.Done[0].Holds)),
        new Stage.Strike((kitchen, ref _) => Parties.Others(kitchen, kitchen.Done[0].Holds) is { IsEmpty: false } rest ? new Fault.Kill(rest) : null),
        new Stage.Undo(0),
        new Stage.Rest(0.4),
        new Stage.Undo(1),
    ]);
}
