using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Formats;

/// <summary>What a read means that returned null.</summary>
public enum NullRead
{
    /// <summary>The key was not there: an answer like any other.</summary>
    Absent,

    /// <summary>Nobody knows what the read returned. So it is in the data of Knossos.</summary>
    Unknown,
}

/// <summary>What a cas means that failed and does not say why.</summary>
public enum CasFail
{
    /// <summary>It found another value than it expected, and does not say which. So it is in Porcupine's etcd logs.</summary>
    Miss,

    /// <summary>It never happened: it may as well have been refused. So it is in Knossos.</summary>
    Never,
}

/// <summary>
/// What a history's author meant where the events do not say it. Tools differ, and each choice flips verdicts: a miss binds the
/// value at that moment, and a failure that was a refusal does not. Our own histories say <c>cas-miss</c>, and need no choice.
/// </summary>
public sealed record HistoryMeaning(NullRead NullRead, CasFail CasFail)
{
    /// <summary>What our own histories mean.</summary>
    public static readonly HistoryMeaning Default = new(NullRead.Absent, CasFail.Never);

    /// <summary>In words, for the output: no verdict is given without them.</summary>
    public string Words =>
        $"null reads mean {(NullRead == NullRead.Absent ? "absent" : "nobody knows")}, "
        + $"failed cas without {HistoryEvent.CasMiss} {(CasFail == CasFail.Miss ? "missed" : "never happened")}"
        + (this == Default ? " (defaults)" : "");

    /// <returns>The events with that meaning spelt out, as many and in the same order.</returns>
    public IReadOnlyList<HistoryEvent> Apply(IReadOnlyList<HistoryEvent> events) => this == Default ? events : [.. events.Select(Spell)];

    private HistoryEvent Spell(HistoryEvent e) => e switch
    {
        { Type: EventType.Ok, F: "read" or "get", Value: Value.Nil } when NullRead == NullRead.Unknown => e with { Type = EventType.Info, Error = "null-read" },
        { Type: EventType.Fail, F: "cas", Error: null } when CasFail == CasFail.Miss => e with { Error = HistoryEvent.CasMiss },
        _ => e,
    };
}
