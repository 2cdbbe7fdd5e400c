using System.Collections.Immutable;

namespace RaftTorture.Kv;

/// <summary>The open sessions by number, and in the order in which they will expire.</summary>
internal sealed class SessionTable
{
    private readonly ImmutableSortedDictionary<long, Session>.Builder _sessions = ImmutableSortedDictionary.CreateBuilder<long, Session>();

    // Says nothing that the sessions do not say: it is no part of the state, and made anew from a snapshot.
    private readonly SortedSet<(long ExpiresAtMs, long Number)> _byExpiry = [];

    public ulong Hash { get; private set; }

    public Session? Find(long number) => _sessions.GetValueOrDefault(number);

    /// <summary>Adds a session, or puts its new state in the place of the old.</summary>
    public void Set(Session session)
    {
        Remove(session.Number);
        _sessions[session.Number] = session;
        _byExpiry.Add((session.ExpiresAtMs, session.Number));
        Hash = unchecked(Hash + session.Hash);
    }

    /// <summary>False if there is none.</summary>
    public bool Remove(long number)
    {
        if (Find(number) is not { } session)
            return false;
        _sessions.Remove(number);
        _byExpiry.Remove((session.ExpiresAtMs, number));
        Hash = unchecked(Hash - session.Hash);
        return true;
    }

    /// <summary>Removes the sessions whose time is over, and looks at no other.</summary>
    public void Expire(long nowMs)
    {
        while (_byExpiry.Count > 0 && _byExpiry.Min is var first && first.ExpiresAtMs <= nowMs)
            Remove(first.Number);
    }

    public ImmutableSortedDictionary<long, Session> Freeze() => _sessions.ToImmutable();
}
