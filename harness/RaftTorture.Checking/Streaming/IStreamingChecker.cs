using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Streaming;

/// <summary>
/// A judge that is fed while the run goes on, and tells of the first violation in the moment in which it is certain. It never says
/// valid: what it did not object to is for the check of the whole history.
/// </summary>
/// <remarks>
/// <para>
/// A violation is certain because linearizability is closed under prefixes: if some order explained the whole history, it would also explain what came
/// before this event, with what is open then as unknown (Herlihy and Wing 1990).
/// </para>
/// <para>
/// What is kept follows the operations that are open and the values that may still be seen, not the length of the history. Of an unknown
/// operation that may change something one small record is kept until its effect was seen and is over; one that is never seen stays for ever.
/// </para>
/// </remarks>
public interface IStreamingChecker
{
    string Name { get; }

    /// <summary>Takes the next event in real-time order.</summary>
    /// <returns>An invalid verdict at the event that made the history impossible; else null. After it nothing more is looked at.</returns>
    /// <exception cref="HistoryFormatException">The event does not follow from those before it.</exception>
    Verdict? Observe(HistoryEvent e);

    /// <summary>
    /// Promises that nobody will invoke anything on a key any more. All that is kept of it goes when the last operation that is open on it ends.
    /// Keys that are never retired cost what a quiet key costs: a few values, and its unknown operations.
    /// </summary>
    void Retire(string? key);

    /// <summary>What was found: the violation, or unknown.</summary>
    Verdict Finish();
}
