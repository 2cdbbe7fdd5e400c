using System.ComponentModel;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Kernel.Processes;

/// <summary>Sends a signal to a process of the machine. One that is gone already is no error.</summary>
internal sealed record SendSignal(int Pid, Signal Signal) : KernelRequest<Done>
{
    protected override Task<Done> PerformAsync(Workshop workshop, CancellationToken cancellation)
    {
        try
        {
            if (workshop.Get<MetProcesses>().IsStillThere(Pid))
                StopGate.Send(Signal, Pid);
            return Task.FromResult(Done.It);
        }
        catch (Win32Exception refused)
        {
            throw new KernelException(refused.Message, refused);
        }
    }
}
