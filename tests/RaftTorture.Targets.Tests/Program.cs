using RaftTorture.Targets.Tests.Kit;

// What the tests start as processes of their own, out of this very assembly.
return args switch
{
    [DoomedHarness.Command, var directory, .. var nodeArguments] => await DoomedHarness.RunAsync(directory, nodeArguments),
    [DoomedDisk.Command, var directory, .. var wishes] => await DoomedDisk.RunAsync(directory, wishes),
    [StarvedHarness.Command, var directory] => StarvedHarness.Run(directory),
    [DoomedHelper.Command, var name, var table] => await DoomedHelper.RunAsync(name, table),
    [DoomedDocker.Command, var image, var run, var directory] => await DoomedDocker.RunAsync(image, run, directory),
    [AgentProcess.Command] => await AgentProcess.RunAsync(),
    [ClockTeller.Command] => ClockTeller.Tell(),
    [EtcdHarness.Command, var directory] => await EtcdHarness.RunAsync(directory),
    _ => FakeNode.Run(args),
};
