using RaftTorture.Raft;
using RaftTorture.Replica;
using RaftTorture.Replica.Storage;
using RaftTorture.Simulation.Disks;
using RaftTorture.Simulation.Watching;

namespace RaftTorture.Simulation.Nodes;

/// <summary>How a node begins, stands still and ends.</summary>
internal sealed partial class SimulatedNode
{
    /// <summary>The power is about to fail, and then stays away for so long, milliseconds.</summary>
    private long? _powerOutageMs;

    /// <summary>The disk is about to fail a flush, and somebody starts the node again after so long, milliseconds.</summary>
    private long _diskOutageMs;

    /// <summary>Recovers from the disk, which is born if it is empty; nothing happens if it runs.</summary>
    public void Start()
    {
        if (IsUp)
            return;
        Life++;
        (_cursorUs, _wakesAtUs, IsPaused) = (_world.Timeline.NowUs + BatchUs, long.MaxValue, false);
        _watch = new NodeWatch(this, _shadow, _world.Judges, _world.Steps);
        Guarded(() =>
        {
            var disk = _world.Setup.Seams.WrapDisk(new DiskWithOtherFlush(Disk, TakeTimeToFlush));
            _storage = ReplicaStorage.Open(disk, Configuration.Of(FoundersHere), (ulong)_dice.Next63(), _world.Setup.Storage);
            Incarnation = _storage.Incarnation;
            _replica = new RaftReplica(_world.Setup.ConfigOf(Id, (ulong)_dice.Next63()), _world.Setup.Seams.Rules, _storage, this, Options());
            _world.Started(this);
        });
        _busyUntilUs = _cursorUs + _world.Setup.StartUs;
        Wake();
    }

    /// <summary>The process dies; its disk keeps all that was written.</summary>
    public void Kill()
    {
        Die();
        Disk.Kill();
    }

    /// <summary>The machine dies; its disk keeps what was flushed, and any part of the rest.</summary>
    public void CutPower()
    {
        _powerOutageMs = null;
        Die();
        Disk.PowerCut(_dice);
    }

    /// <summary>The power fails in the middle of one of the next calls to the disk.</summary>
    /// <param name="operations">How many of them still succeed.</param>
    /// <param name="outageMs">When it comes back, and the node starts.</param>
    public void FailPowerAfter(int operations, long outageMs)
    {
        _powerOutageMs = outageMs;
        Disk.FailPowerAfter(operations, _dice);
    }

    /// <summary>The power that was about to fail does so now; and if it was not, nothing happens.</summary>
    public void EndPowerTrouble()
    {
        if (_powerOutageMs is not null)
            CutPower();
        Disk.FailsNextFlush = false;
    }

    /// <summary>The next flush fails, which ends the process.</summary>
    /// <param name="outageMs">When somebody starts it again.</param>
    public void FailNextFlush(long outageMs)
    {
        Disk.FailsNextFlush = true;
        _diskOutageMs = outageMs;
    }

    /// <summary>The disk is replaced by an empty one; the node must be started anew.</summary>
    public void Wipe()
    {
        Die();
        Disk = new MemoryDisk();
        DiskNumber++;
        _shadow.Wipe();
        _world.Judges.Wiped(Id, LogIndex.Zero);
    }

    public void Pause() => IsPaused = true;

    public void Resume()
    {
        IsPaused = false;
        Wake();
    }

    private NodeId[] FoundersHere => _world.Setup.Founders.Contains(Id) ? [.. _world.Setup.Founders] : [];

    private ReplicaOptions Options() => new()
    {
        NowMs = () => Clock.ReadMs(_cursorUs),
        SnapshotBytesPerBatch = _world.Setup.SnapshotBytesPerBatch,
        Observer = _watch,
        Effects = _world.Setup.Seams.Effects,
    };

    /// <summary>The disk has failed under the running node, or while it started.</summary>
    private void FallOver()
    {
        var outageMs = _powerOutageMs ?? _diskOutageMs;
        if (_powerOutageMs is null)
            Kill();
        else
            CutPower();
        _world.Timeline.AfterMs(outageMs, Start);
    }

    private void Die()
    {
        if (_deathsUs.Count < Life)
            _deathsUs.Add(_world.Timeline.NowUs);
        _replica = null;
        _storage?.Dispose();
        _storage = null;
        _messages.Clear();
        _requests.Clear();
        _greetings.Clear();
        IsPaused = false;
        _wakesAtUs = long.MaxValue;
        Action<ClientAnswer?>[] waiting = [.. _asked.Values];
        _asked.Clear();
        foreach (var answered in waiting)
            _world.Timeline.After(0, () => answered(null));
        _world.HungUp(this);
    }
}
