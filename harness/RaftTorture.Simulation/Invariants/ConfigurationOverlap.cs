using System.Numerics;
using RaftTorture.Raft;

namespace RaftTorture.Simulation.Invariants;

/// <summary>Configurations that decide one after the other share a server in every pair of their quorums (section 6, thesis 4.1).</summary>
/// <remarks>
/// A decision is an election won, or a commit by a leader, under the members in force there. They stand in the order of their terms, not of
/// time: an old leader may learn late that a quorum had agreed.
/// </remarks>
public sealed class ConfigurationOverlap : Invariant
{
    private readonly SortedList<Term, List<Configuration>> _decided = [];
    private readonly Dictionary<NodeId, (bool IsLeader, Term Term, LogIndex Commit)> _seen = [];

    public override void OnStep(NodeView node, IReadOnlyList<StableStorage> disks)
    {
        var before = _seen.GetValueOrDefault(node.Id);
        var isLeader = node.Role == Role.Leader;
        _seen[node.Id] = (isLeader, node.Term, node.CommitIndex);
        var hasWon = isLeader && !(before.IsLeader && before.Term == node.Term);
        var hasCommitted = before.IsLeader && before.Term == node.Term && node.CommitIndex > before.Commit;
        if (hasWon || hasCommitted)
            Decide(node.Term, node.Configuration);
    }

    private void Decide(Term term, Configuration configuration)
    {
        if (!_decided.TryGetValue(term, out var inTerm))
            _decided[term] = inTerm = [];
        if (inTerm.Count > 0 && inTerm[^1].Equals(configuration))
            return;
        var place = _decided.IndexOfKey(term);
        var earlier = inTerm.Count > 0 ? inTerm[^1] : place > 0 ? _decided.Values[place - 1][^1] : null;
        var later = place + 1 < _decided.Count ? _decided.Values[place + 1][0] : null;
        inTerm.Add(configuration);
        foreach (var neighbour in new[] { earlier, later }.OfType<Configuration>())
        {
            if (!EveryQuorumMeets(configuration, neighbour))
                throw Broken($"{configuration} decides in term {term} beside {neighbour}, and a quorum of one need not meet a quorum of the other");
        }
    }

    private static bool EveryQuorumMeets(Configuration one, Configuration other) =>
        Quorums(one).All(ours => Quorums(other).All(theirs => (ours & theirs) != 0));

    /// <summary>The smallest majorities, as sets of bits: larger ones meet where these do.</summary>
    private static IEnumerable<uint> Quorums(Configuration configuration)
    {
        var voters = configuration.Voters.Aggregate(0u, (bits, voter) => bits | (1u << voter.Value));
        var size = (configuration.Voters.Length / 2) + 1;
        for (var subset = voters; subset != 0; subset = (subset - 1) & voters)
        {
            if (BitOperations.PopCount(subset) == size)
                yield return subset;
        }
    }
}
