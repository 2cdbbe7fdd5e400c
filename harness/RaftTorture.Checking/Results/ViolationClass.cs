namespace RaftTorture.Checking.Results;

/// <summary>
/// What kind of promise was broken. A class is claimed only where its definition holds of the operations that are shown; where none
/// holds, the violation is unexplained, which is no less of a violation.
/// </summary>
/// <remarks>
/// Words: an operation <i>saw</i> a value if it read it, found it in a cas, or missed a cas because of it. A value has <i>passed</i> if
/// everything that can have written it took effect before an operation that wrote or saw another value. A passed value is
/// <i>back for good</i> if a cas succeeded on it, or if at least two operations saw it and none after that saw the other one.
/// </remarks>
public enum ViolationClass
{
    /// <summary>No order explains the operations, and no single reason either.</summary>
    Unexplained,

    /// <summary>An operation saw a value that nobody ever wrote; of a text, one that nothing that anybody wrote comes to.</summary>
    GarbageRead,

    /// <summary>An operation saw a value, or an element, of which every write certainly failed.</summary>
    AbortedRead,

    /// <summary>An operation saw a value, or an element, before anybody set out to write it.</summary>
    FutureRead,

    /// <summary>
    /// An operation saw a value, or a state, that had passed: an acknowledged write had overwritten it. Of a text: it lacks what an acknowledged
    /// put or append had written, and nothing that it can have grown from can have come after that.
    /// </summary>
    StaleRead,

    /// <summary>
    /// An acknowledged write is gone: the value that it had overwritten is back for good. Of a text: a stale read, and of at least two gets between the
    /// acknowledgement and the next put or delete none shows it.
    /// </summary>
    LostWrite,

    /// <summary>
    /// A write took effect twice: a passed value is back for good and its only write ended unknown, so that something may have tried it
    /// again; or its only write is a cas, and what that expects was there a second time. Of a text: it comes to what was written only if something
    /// of that is in it more than once.
    /// </summary>
    DuplicateApply,

    /// <summary>
    /// Two registers where there should be one: two cas succeeded on a value that was there once; or two values were there at the same
    /// moment; or one client built on a passed value while others went on to see the one that had replaced it.
    /// </summary>
    SplitBrain,

    /// <summary>
    /// One reader saw a newer state, and after it had returned another reader saw an older one (new-old inversion). Of a counter to which nobody adds
    /// less than nothing, the smaller number is the older one.
    /// </summary>
    Inversion,

    /// <summary>
    /// An acknowledged element is in no read that began after its acknowledgement. Of a queue: nobody ever dequeued it, or can have, but the queue was
    /// found empty after it, or one of a queue with an order gave what had been enqueued later.
    /// </summary>
    LostElement,

    /// <summary>A read, or a dequeue, showed an element that nobody ever added.</summary>
    PhantomElement,

    /// <summary>A read showed an element twice that was added once; or an element was dequeued more often than it can have been enqueued.</summary>
    DuplicateElement,

    /// <summary>Two reads, or a read and real time, show elements in orders that contradict each other.</summary>
    OrderDisagreement,

    /// <summary>A queue was found empty although at every moment of the look some element was in it for certain.</summary>
    FalseEmpty,

    /// <summary>Of two elements of a queue the one that had been enqueued later was dequeued while the other was certainly in.</summary>
    OutOfOrder,

    /// <summary>A lock was acquired while it was certainly held: from the end of an acquire until its holder set out to release it.</summary>
    DoubleAcquire,

    /// <summary>A lock was released by somebody who did not hold it: they released it more often than they can have acquired it.</summary>
    UnheldRelease,

    /// <summary>A fencing token is not greater than one that had been handed out before.</summary>
    StaleToken,

    /// <summary>A counter showed a number to which no choice of the additions comes that were certainly, or may have been, in it.</summary>
    ImpossibleSum,

    /// <summary>The balances of a bank come to another total than there was at first, which no transfer changes.</summary>
    TotalChanged,
}
