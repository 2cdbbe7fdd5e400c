using System.Net;
using System.Net.Sockets;
using System.Text;
using RaftTorture.Targets.Kernel.Agent;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>An agent in this process, and a kernel that speaks to it over a real connection.</summary>
internal sealed class AgentPair : IAsyncDisposable
{
    private readonly Socket _near;
    private readonly Socket _far;

    private AgentPair(Socket near, Socket far, Task<bool> serving, AgentKernel kernel) => (_near, _far, Serving, Kernel) = (near, far, serving, kernel);

    public AgentKernel Kernel { get; }

    /// <summary>Ends with the agent: true if it undid everything.</summary>
    public Task<bool> Serving { get; }

    public static async Task<AgentPair> StartAsync(CancellationToken terminate = default)
    {
        var (near, far) = await ConnectAsync();
        var stream = new NetworkStream(far);
        var serving = new AgentServer(stream, stream, new Workshop()).ServeAsync(terminate);
        return new AgentPair(near, far, serving, await AgentKernel.OpenAsync(new NetworkStream(near), CancellationToken.None));
    }

    /// <summary>Both ends of a connection.</summary>
    public static async Task<(Socket Near, Socket Far)> ConnectAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await near.ConnectAsync(listener.LocalEndpoint);
        return (near, await listener.AcceptSocketAsync());
    }

    /// <summary>Says to the agent what no kernel would.</summary>
    public Task SayAsync(string line) => _near.SendAsync(Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>Says to the kernel what no agent would.</summary>
    public Task AnswerAsync(string line) => _far.SendAsync(Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>What happens to the connection when the harness is killed.</summary>
    public void KillHarness() => _near.Close();

    /// <summary>What happens to it when the agent is killed.</summary>
    public void KillAgent() => _far.Close();

    public async ValueTask DisposeAsync()
    {
        _near.Dispose();
        await Serving;
        _far.Dispose();
    }
}
