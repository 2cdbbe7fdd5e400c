using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>The pieces of a snapshot on its way here; gone with the process.</summary>
internal sealed class SnapshotInbox
{
    private readonly List<byte> _bytes = [];

    /// <summary>The first piece forgets an unfinished snapshot; of others only the one that is missing is taken.</summary>
    public void Store(Message.InstallSnapshot piece)
    {
        if (piece.Offset == 0)
            _bytes.Clear();
        if (piece.Offset == _bytes.Count)
            _bytes.AddRange(piece.Data.Span);
    }

    /// <returns>Null if the pieces make no sound snapshot.</returns>
    public SnapshotFile? Take()
    {
        var file = SnapshotFile.Read([.. _bytes]);
        _bytes.Clear();
        return file;
    }
}
