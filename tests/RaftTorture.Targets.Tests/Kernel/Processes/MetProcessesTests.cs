using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Processes;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Kernel.Processes;

/// <summary>A number of a process that is free again belongs to somebody else.</summary>
public sealed class MetProcessesTests
{
    private readonly MetProcesses _met = new();

    [Test]
    public void Who_has_the_number_of_one_that_was_met_is_not_taken_for_him()
    {
        using var other = ClockTeller.Start();
        _met.Meet(other.Pid, new ProcessIdentity(other.Pid, "long ago"));
        Assert.That(_met.IsStillThere(other.Pid), Is.False);
        Assert.That(() => _met.Demand(other.Pid), Throws.TypeOf<KernelException>().With.Message.EqualTo($"process {other.Pid} is gone"));
    }

    [Test]
    public void The_one_that_was_met_is_known_and_so_is_one_of_whom_nothing_is_known()
    {
        using var process = ClockTeller.Start();
        Assert.That(_met.IsStillThere(process.Pid), Is.True);
        _met.Meet(process.Pid);
        Assert.That(_met.IsStillThere(process.Pid), Is.True);
    }

    [Test]
    public async Task A_signal_reaches_nobody_where_the_one_that_was_met_had_ended_already()
    {
        await using var workshop = new Workshop();
        using var other = ClockTeller.Start();
        workshop.Get<MetProcesses>().Meet(other.Pid, identity: null);
        await new SendSignal(other.Pid, Signal.Kill).DoAsync(workshop, default);
        Assert.That(other.End(), Is.Zero, "it ends when it is told to, and not by a signal");
    }
}
