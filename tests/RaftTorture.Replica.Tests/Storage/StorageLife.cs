using RaftTorture.Raft;
using RaftTorture.Replica.Storage;
using RaftTorture.Simulation.Disks;

namespace RaftTorture.Replica.Tests.Storage;

/// <summary>A directory's life, step by step, beside the model of what is written and of what is durable.</summary>
internal sealed class StorageLife
{
    /// <summary>How many kinds of steps there are.</summary>
    public const int Kinds = 14;

    private readonly StorageOptions _options = new() { SegmentBytes = 400, SnapshotFlushBytes = 20 };
    private readonly Random _dice;
    private ReplicaStorage _storage;
    private StorageModel _durable = StorageModel.Newborn;
    private StorageModel _written = StorageModel.Newborn;
    private int _steps;

    public StorageLife(Random dice)
    {
        _dice = dice;
        _storage = Disk.Start(_options);
    }

    public MemoryDisk Disk { get; } = new();

    /// <summary>What must be there whatever happens.</summary>
    public StorageModel Durable => _durable;

    /// <summary>Does one thing; if the power fails meanwhile, what is found then must be what was before it or what was to be after it.</summary>
    public void Step(int kind, int at, int count)
    {
        _steps++;
        try
        {
            Do(kind % Kinds, at, count);
        }
        catch (IOException)
        {
            Crash(isKilled: at % 3 == 0, mayBeNext: true);
        }
    }

    /// <summary>Stops in good order.</summary>
    public void End()
    {
        Crash(isKilled: false, mayBeNext: false); // A power failure may still be pending.
        _storage.Dispose();
    }

    private void Do(int kind, int at, int count)
    {
        switch (kind)
        {
            case 0 or 1 or 2 or 3:
                WriteEntries(at, count % 4 + 1);
                break;
            case 4:
                Write(_written with { HardState = Logs.State(_steps, count % 3 == 0 ? null : count) });
                break;
            case 5:
                Pin(new Pin(new NodeId(at % 3 + 1), new LogIndex(count % 2), new Incarnation((ulong)_steps)));
                break;
            case 6 or 7 or 8:
                Flush();
                break;
            case 9:
                TakeSnapshot(at, count % 3);
                break;
            case 10:
                InstallSnapshot(at % 8 + 1);
                break;
            case 11:
                Crash(isKilled: true, mayBeNext: true);
                break;
            case 12:
                Crash(isKilled: false, mayBeNext: false);
                break;
            default:
                Disk.FailPowerAfter(at % 24, _dice);
                break;
        }
    }

    private void WriteEntries(int at, int count)
    {
        var first = _written.SnapshotIndex.Value + 1 + at % (_written.Last.Index.Value - _written.SnapshotIndex.Value + 1);
        var entries = Logs.Entries(first, first + count - 1, term: _steps);
        _written = _written.With(entries);
        _storage.Log.Write(null, entries);
    }

    private void Write(StorageModel next)
    {
        _written = next;
        _storage.Log.Write(next.HardState, []);
    }

    private void Pin(Pin pin)
    {
        _written = _written with { Pins = _written.Pins.RemoveAll(old => old.Node == pin.Node && old.JoinedAt == pin.JoinedAt).Add(pin) };
        _storage.Log.Pin(pin.Node, pin.JoinedAt, pin.Incarnation);
    }

    private void Flush()
    {
        _storage.Log.Flush();
        _durable = _written;
    }

    private void TakeSnapshot(int at, int kept)
    {
        Flush();
        if (_durable.Last.Index <= _durable.SnapshotIndex)
            return;
        var index = new LogIndex(_durable.SnapshotIndex.Value + 1 + at % (_durable.Last.Index.Value - _durable.SnapshotIndex.Value));
        var position = _durable.At(index);
        _written = _durable with { Snapshot = Logs.Meta(index.Value, position.Term.Value) };
        _storage.TakeSnapshot(index.Value, position.Term.Value);
        _durable = _written;
        _storage.Log.Compact(new LogIndex(Math.Max(0, index.Value - kept)));
    }

    /// <summary>Of a log that this one knows nothing of.</summary>
    private void InstallSnapshot(int ahead)
    {
        Flush();
        var index = _durable.SnapshotIndex.Value + ahead;
        var position = Logs.Position(index, _steps);
        _written = _durable with { Start = position, Entries = [], Snapshot = Logs.Meta(index, _steps) };
        Receive(index);
        _storage.Log.StartBehind(position, keepsLog: false);
        _durable = _written;
        _storage.Log.Compact(position.Index);
    }

    private void Receive(long index)
    {
        using var sender = new MemoryDisk().Start();
        sender.TakeSnapshot(index, _steps);
        var file = sender.Snapshots.ReadPiece(Logs.Position(index, _steps), 0, int.MaxValue)!.Value.Bytes.Span;
        var half = file.Length / 2;
        _storage.Snapshots.Receive(0, file[..half]);
        _storage.Snapshots.Receive(half, file[half..]);
        Assert.That(_storage.Snapshots.CompleteReceived(), Is.EqualTo(Logs.Meta(index, _steps)));
    }

    private void Crash(bool isKilled, bool mayBeNext)
    {
        Restart(isKilled);
        var difference = _durable.DifferenceTo(_storage);
        if (difference is not null && mayBeNext && _written.DifferenceTo(_storage) is null)
            _durable = _written;
        else
            Assert.That(difference, Is.Null);
        _written = _durable;
    }

    /// <summary>The power may fail again while the directory is being recovered.</summary>
    private void Restart(bool isKilled)
    {
        CutOrKill(isKilled);
        if (_dice.Next(2) == 0)
            Disk.FailPowerAfter(_dice.Next(8), _dice);
        try
        {
            _storage = Disk.Start(_options);
        }
        catch (IOException)
        {
            CutOrKill(isKilled);
            _storage = Disk.Start(_options);
        }
    }

    private void CutOrKill(bool isKilled)
    {
        if (isKilled)
            Disk.Kill();
        else
            Disk.PowerCut(_dice);
    }
}
