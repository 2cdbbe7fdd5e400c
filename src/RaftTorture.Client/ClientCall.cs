using RaftTorture.Kv;
using RaftTorture.Kv.Api;

namespace RaftTorture.Client;

/// <summary>A command that has begun and not ended.</summary>
internal sealed class ClientCall(KvRequest request, ClientCall.Kinds kind, string node)
{
    public enum Kinds
    {
        /// <summary>Outside the log, and so in no session.</summary>
        Read,

        /// <summary>A command in a session.</summary>
        Write,

        /// <summary>The end of a session.</summary>
        Close,
    }

    public Kinds Kind { get; } = kind;

    /// <summary>What every attempt sends; without a session as long as there is none.</summary>
    public KvRequest Request { get; set; } = request;

    /// <summary>The node of this attempt, or of the next while waiting.</summary>
    public string Node { get; set; } = node;

    public bool MayHaveArrived { get; set; }

    public int HintsInRow { get; set; }

    public string LastTrouble { get; private set; } = "nothing was tried";

    public void Meet(string reason) => LastTrouble = $"last from {Node}: {reason}";

    /// <summary>The machine's result in this reply; null if the reply holds none, or one that is no answer to what was asked.</summary>
    public KvResult? ResultIn(KvReply reply) => (Request.Op, reply) switch
    {
        (not KvOp.Txn, KvReply.Ok ok) => new KvResult.Done(ok.Value),
        (KvOp.Txn, KvReply.TxnDone txn) => new KvResult.TxnDone(txn.Succeeded, txn.Results),
        (KvOp.Cas, KvReply.CasMiss miss) => new KvResult.CasMiss(miss.Observed),
        (KvOp.Incr or KvOp.Txn, KvReply.NotANumber notANumber) => new KvResult.NotANumber(notANumber.Key),
        (not (KvOp.Get or KvOp.Close), KvReply.TooLong tooLong) => new KvResult.TooLong(tooLong.Key),
        _ => null,
    };
}
