using System.Diagnostics;

namespace RaftTorture.Kv;

/// <summary>
/// The replicated state machine: keys, and for each session the last reply it got. Servers that apply the same commands in the
/// same order hold the same state and the same <see cref="StateHash"/>.
/// </summary>
public sealed class KvMachine
{
    private const byte TimeKind = 3;

    private readonly KeyTable _keys;
    private readonly SessionTable _sessions;

    public KvMachine()
        : this(new KeyTable(), new SessionTable(), timeMs: 0)
    {
    }

    internal KvMachine(KeyTable keys, SessionTable sessions, long timeMs)
    {
        _keys = keys;
        _sessions = sessions;
        TimeMs = timeMs;
    }

    /// <summary>Log time: the latest that any applied command was stamped with, milliseconds.</summary>
    public long TimeMs { get; private set; }

    /// <summary>A fingerprint of keys, sessions and time, the same on every platform and in every process; see <see cref="ItemHash"/>.</summary>
    public ulong StateHash
    {
        get
        {
            var time = new ItemHash(TimeKind);
            time.Add(TimeMs);
            return unchecked(_keys.Hash + _sessions.Hash + time.Value);
        }
    }

    /// <summary>A machine in the state that a snapshot holds.</summary>
    /// <param name="blocks">As <see cref="KvSnapshot.Blocks"/> gave them; cut anew or not.</param>
    /// <exception cref="FormatException">They are not exactly one snapshot: the message says where and why.</exception>
    public static KvMachine Restore(IEnumerable<ReadOnlyMemory<byte>> blocks) => SnapshotReader.Read(blocks);

    /// <summary>Applies a committed command: in a session the first time only, and every time after its reply is repeated.</summary>
    /// <param name="index">Of the log entry.</param>
    /// <param name="timeMs">The log time with which the leader stamped it. Time does not go back, whatever a leader's clock says.</param>
    /// <param name="command">What stands there.</param>
    public KvResult Apply(long index, long timeMs, LogCommand command)
    {
        TimeMs = Math.Max(TimeMs, timeMs);
        _sessions.Expire(TimeMs);
        return command switch
        {
            LogCommand.InSession inSession => ApplyInSession(inSession),
            LogCommand.Once once => KvExecution.Execute(once.Command, _keys),
            LogCommand.OpenSession open => OpenSession(index, open.TtlMs),
            LogCommand.CloseSession close => _sessions.Remove(close.Session) ? new KvResult.Done(null) : new KvResult.SessionExpired(),
            _ => throw new UnreachableException($"{command}"),
        };
    }

    /// <summary>The value of a key, or null if it is absent. The caller sees to it that the state is new enough (ReadIndex).</summary>
    public string? Read(string key) => _keys.Get(key);

    /// <summary>The state as it is now, for ever. It costs a step for each key written since the last time, and is paid by no later write.</summary>
    public KvSnapshot Freeze() => new(TimeMs, _sessions.Freeze(), _keys.Freeze(), StateHash);

    private KvResult.SessionOpened OpenSession(long index, long ttlMs)
    {
        _sessions.Set(Session.Opened(index, ttlMs, TimeMs));
        return new KvResult.SessionOpened(index);
    }

    private KvResult ApplyInSession(LogCommand.InSession command)
    {
        if (_sessions.Find(command.Session) is not { } session)
            return new KvResult.SessionExpired();
        if (command.Sequence <= session.LastSequence)
        {
            _sessions.Set(session.Used(TimeMs));
            return command.Sequence == session.LastSequence && session.LastReply is { } reply ? reply : new KvResult.StaleSequence(session.LastSequence);
        }

        var result = KvExecution.Execute(command.Command, _keys);
        _sessions.Set(session.Answered(TimeMs, command.Sequence, result));
        return result;
    }
}
