using RaftTorture.Kv.Api;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Faults;

/// <summary>What all nodes that answer say of themselves at about the same moment.</summary>
internal sealed class Survey(IReadOnlyList<NodeStatusDto> answers)
{
    public static async Task<Survey> TakeAsync(IEnumerable<INode> nodes, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(nodes.Select(node => node.Api.StatusAsync(cancellation)));
        return new Survey([.. answers.OfType<NodeStatusDto>()]);
    }

    /// <summary>A leader that was cut off still believes in itself for a while: the highest term is right (Raft, section 5.1).</summary>
    public NodeStatusDto? Leader { get; } = answers.Where(answer => answer.Role == "leader").MaxBy(answer => answer.Term);

    public long HighestCommit => answers.Select(answer => answer.Commit).DefaultIfEmpty().Max();

    public NodeStatusDto? Of(string node) => answers.FirstOrDefault(answer => answer.Id == node);

    /// <summary>The members that the leader counts of whom something is so, or null if that is no majority of them.</summary>
    public IReadOnlyList<string>? Majority(Func<NodeStatusDto, bool> isSo)
    {
        if (Leader is not { } leader)
            return null;
        string[] agreed = [.. answers.Where(answer => leader.Voters.Contains(answer.Id) && isSo(answer)).Select(answer => answer.Id)];
        return agreed.Length > leader.Voters.Count / 2 ? agreed : null;
    }
}
