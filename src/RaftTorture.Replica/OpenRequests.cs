using RaftTorture.Raft;

namespace RaftTorture.Replica;

/// <summary>Requests that wait: commands for their place in the log to commit, reads for a confirmation.</summary>
internal sealed class OpenRequests
{
    private readonly SortedDictionary<LogIndex, (Term Term, long RequestId)> _proposals = [];
    private readonly Dictionary<long, string> _readKeys = [];

    public void AddProposal(LogIndex index, Term term, long requestId) => _proposals.Add(index, (term, requestId));

    public void AddRead(long requestId, string key) => _readKeys.Add(requestId, key);

    /// <summary>The request whose command stands at this place, if one waits here. Another term's entry answers nobody.</summary>
    public long? TakeProposal(LogIndex index, Term term) =>
        _proposals.TryGetValue(index, out var open) && open.Term == term && _proposals.Remove(index) ? open.RequestId : null;

    /// <summary>The key that the read asks for.</summary>
    public string KeyOf(long requestId) => _readKeys[requestId];

    public void TakeRead(long requestId)
    {
        if (!_readKeys.Remove(requestId))
            throw new BrokenPromiseException($"read {requestId} is answered twice");
    }

    public IReadOnlyList<long> TakeAllProposals()
    {
        long[] requests = [.. _proposals.Values.Select(open => open.RequestId)];
        _proposals.Clear();
        return requests;
    }
}
