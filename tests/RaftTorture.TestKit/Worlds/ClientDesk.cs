using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>The requests that wait at one node for their answer; gone with its process.</summary>
internal sealed class ClientDesk
{
    private readonly SortedDictionary<long, ClientWrite> _writes = [];
    private readonly SortedDictionary<long, ClientWrite> _transfers = [];
    private readonly SortedDictionary<long, ClientRead> _reads = [];

    public void Open(ClientWrite write) => _writes.Add(write.Id, write);

    public void OpenTransfer(ClientWrite transfer) => _transfers.Add(transfer.Id, transfer);

    public void Open(ClientRead read) => _reads.Add(read.Id, read);

    public void Accept(Effect.AcceptProposal accepted) => _writes[accepted.ProposalId].Place = (accepted.Index, accepted.Term);

    public void Reject(Effect.RejectProposal rejected)
    {
        Close(_writes, rejected.ProposalId, Outcome.Rejected, rejected.Reason);
        Close(_transfers, rejected.ProposalId, Outcome.Rejected, rejected.Reason);
    }

    public void Reject(Effect.RejectRead rejected)
    {
        if (_reads.Remove(rejected.ReadId, out var read))
            read.Outcome = Outcome.Rejected;
    }

    public void End(Effect.TransferEnded ended) =>
        Close(_transfers, ended.RequestId, ended.Problem is null ? Outcome.Ok : Outcome.Rejected, ended.Problem);

    /// <summary>A write is done once the entry in its place, and of its term, is applied: another leader's entry may stand there instead.</summary>
    public void Applied(Entry entry)
    {
        var done = _writes.Values.FirstOrDefault(write => write.Place == (entry.Index, entry.Term));
        if (done is not null)
            Close(_writes, done.Id, Outcome.Ok);
    }

    public bool IsOpen(long readId) => _reads.ContainsKey(readId);

    public void Answer(long readId, ToyMachine machine)
    {
        if (!_reads.Remove(readId, out var read))
            return;
        read.Outcome = Outcome.Ok;
        read.Value = machine.Values.GetValueOrDefault(read.Key);
    }

    /// <summary>Whoever stops leading cannot say what becomes of the commands it accepted. Of others it will still say whether it does.</summary>
    public void GiveUpWrites()
    {
        foreach (var write in _writes.Values.Where(write => write.Place is not null).ToArray())
            Close(_writes, write.Id, Outcome.Unknown);
    }

    /// <summary>The process is gone, and every answer with it.</summary>
    public void CloseAll()
    {
        foreach (var id in _writes.Keys.ToArray())
            Close(_writes, id, Outcome.Unknown);
        foreach (var id in _transfers.Keys.ToArray())
            Close(_transfers, id, Outcome.Unknown);
        foreach (var read in _reads.Values)
            read.Outcome = Outcome.Unknown;
        _reads.Clear();
    }

    private static void Close(SortedDictionary<long, ClientWrite> open, long id, Outcome outcome, string? reason = null)
    {
        if (open.Remove(id, out var write))
            (write.Outcome, write.Reason) = (outcome, reason);
    }
}
