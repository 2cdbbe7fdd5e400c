using System.Diagnostics;

namespace RaftTorture.Kv;

/// <summary>How long things may be. The machine itself refuses what is longer, so that no log can make a state that cannot be kept, sent or read.</summary>
/// <remarks>They are part of the machine: servers with different limits would make different states of one log.</remarks>
public static class KvLimits
{
    /// <summary>Most characters (UTF-16 code units, here and below) of a key.</summary>
    public const int MaxKeyChars = 1024;

    /// <summary>Most characters of a value, however it came about.</summary>
    public const int MaxValueChars = 1024 * 1024;

    /// <summary>Most members of each of a transaction's three lists; etcd's default.</summary>
    public const int MaxTxnItems = 128;

    /// <summary>Most characters of all keys and values of a transaction together: as many as a cas can have.</summary>
    public const int MaxTxnChars = 2 * MaxValueChars;

    /// <summary>Most characters of all results of a transaction together: its session keeps them, and they go into every snapshot.</summary>
    public const int MaxReplyChars = MaxTxnChars;

    /// <summary>Most bytes of one item of a snapshot: a session with the longest reply is longer than any key with its value.</summary>
    public const int MaxSnapshotItemBytes = (Utf8BytesPerChar * MaxReplyChars) + (MaxTxnItems * ResultFrameBytes) + SessionNumbersBytes;

    /// <summary>Most bytes of a request's JSON, needless spaces aside, though every character be escaped.</summary>
    public const int MaxRequestBytes = (JsonBytesPerChar * (MaxTxnChars + MaxKeyChars)) + (3 * MaxTxnItems * TxnItemFrameBytes) + RequestFrameBytes;

    private const int Utf8BytesPerChar = 3; // Four for a pair of surrogates.
    private const int JsonBytesPerChar = 6; // \uXXXX
    private const int ResultFrameBytes = 8; // Whether there is one, and its length.
    private const int SessionNumbersBytes = 64;
    private const int TxnItemFrameBytes = 64; // The names of its members, the operation, a delta.
    private const int RequestFrameBytes = 1024;

    /// <summary>Whether the command itself keeps the limits of keys and lists; what it makes of values is seen when it is executed.</summary>
    internal static bool Allow(KvCommand command) => command switch
    {
        KvCommand.Simple simple => AllowKey(simple.Key),
        KvCommand.Cas cas => AllowKey(cas.Key),
        KvCommand.Txn txn => Math.Max(txn.Compares.Length, Math.Max(txn.OnSuccess.Length, txn.OnFailure.Length)) <= MaxTxnItems
            && txn.Compares.All(compare => AllowKey(compare.Key)) && txn.OnSuccess.All(Allow) && txn.OnFailure.All(Allow),
        _ => throw new UnreachableException($"{command}"),
    };

    private static bool AllowKey(string key) => key.Length <= MaxKeyChars;
}
