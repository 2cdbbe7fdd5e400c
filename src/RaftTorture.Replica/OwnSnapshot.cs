using RaftTorture.Kv;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Replica;

/// <summary>A snapshot that is being written, some of it after each batch, from a state that was frozen while the machine went on.</summary>
internal sealed class OwnSnapshot
{
    private const int BlockBytes = 64 * 1024;

    private readonly SnapshotDraft _draft;
    private readonly IEnumerator<ReadOnlyMemory<byte>> _blocks;

    public OwnSnapshot(SnapshotMeta meta, KvSnapshot frozen, SnapshotDraft draft)
    {
        Meta = meta;
        _draft = draft;
        _blocks = frozen.Blocks(BlockBytes).GetEnumerator();
    }

    public SnapshotMeta Meta { get; }

    /// <summary>Writes on; true once the whole is durable.</summary>
    public bool Write(int maxBytes)
    {
        while (maxBytes > 0)
        {
            if (!_blocks.MoveNext())
            {
                _draft.Complete();
                return true;
            }

            _draft.Add(_blocks.Current.Span);
            maxBytes -= _blocks.Current.Length;
        }

        return false;
    }
}
