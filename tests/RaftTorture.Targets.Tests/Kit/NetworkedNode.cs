using System.Net;
using RaftTorture.Targets.Kernel.Probes;
using RaftTorture.Targets.Nodes;
using RaftTorture.Targets.Systems.Reference;
using RaftTorture.Targets.Worlds;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A node of which nothing exists but its network.</summary>
internal sealed class NetworkedNode(ProbedNode node) : IWorldNode, IWorldLife
{
    public string Id => node.Node;

    public Site Site { get; } = new(node.Node, IPAddress.Parse(node.Address), "/data");

    public IWorldLife? Life => this;

    INodeLife? INode.Life => this;

    public string NetworkNamespace { get; set; } = node.Namespace;

    public string DataPath => Site.DataDirectory;

    public bool IsRunning => true;

    public bool IsAlive => true;

    public int Pid => Environment.ProcessId;

    public Task<int> Ended => new TaskCompletionSource<int>().Task;

    public bool HasServed { get; set; }

    public bool IsCondemned { get; set; }

    public bool IsPaused { get; set; }

    public NodeApi Api => throw new NotSupportedException();

    public AdminApi Admin => throw new NotSupportedException();

    public Task SendAsync(Signal signal, CancellationToken cancellation) => Task.CompletedTask;

    public Task<bool?> IsStoppedAsync(CancellationToken cancellation) => Task.FromResult<bool?>(false);

    public Task<bool> IsHealthyAsync(CancellationToken cancellation) => Task.FromResult(true);
}
