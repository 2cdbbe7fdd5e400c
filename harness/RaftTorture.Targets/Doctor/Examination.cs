using System.Collections.Immutable;
using RaftTorture.Running.Ports;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Doctor;

/// <summary>Finds what this machine can do, by trying it; what was tried is gone afterwards.</summary>
public static class Examination
{
    /// <summary>All worlds, in the order in which <c>--help</c> names them.</summary>
    public static async Task<ImmutableArray<WorldHealth>> RunAsync(CancellationToken cancellation)
    {
        var node = await NodeAsync();
        return [.. await Task.WhenAll(
            Task.FromResult(LocalExamination.Of(node)),
            NetnsExamination.RunAsync(node, cancellation),
            DockerExamination.RunAsync(node, cancellation))];
    }

    /// <summary>The reference node beside the harness; whoever has another knows what it can do.</summary>
    private static async Task<NodeAbilities> NodeAsync()
    {
        try
        {
            return await NodeAbilities.AskAsync(NodeBinary.Locate());
        }
        catch (ClusterException)
        {
            return NodeAbilities.All;
        }
    }
}
