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

    /// <summary>An operation saw a value that nobody ever wrote.</summary>
    GarbageRead,

    /// <summary>An operation saw a value of which every write certainly failed.</summary>
    AbortedRead,

    /// <summary>An operation saw a value, or an element, before anybody set out to write it.</summary>
    FutureRead,

    /// <summary>An operation saw a value, or a state, that had passed: an acknowledged write had overwritten it.</summary>
    StaleRead,

    /// <summary>An acknowledged write is gone: the value that it had overwritten is back for good.</summary>
    LostWrite,

    /// <summary>
    /// A write took effect twice: a passed value is back for good and its only write ended unknown, so that something may have tried it
    /// again; or its only write is a cas, and what that expects was there a second time.
    /// </summary>
    DuplicateApply,

    /// <summary>
    /// Two registers where there should be one: two cas succeeded on a value that was there once; or two values were there at the same
    /// moment; or one client built on a passed value while others went on to see the one that had replaced it.
    /// </summary>
    SplitBrain,

    /// <summary>One reader saw a newer state, and after it had returned another reader saw an older one (new-old inversion).</summary>
    Inversion,

    /// <summary>An acknowledged element is in no read that began after its acknowledgement.</summary>
    LostElement,

    /// <summary>A read showed an element that nobody ever added.</summary>
    PhantomElement,

    /// <summary>A read showed an element twice that was added once.</summary>
    DuplicateElement,

    /// <summary>Two reads, or a read and real time, show elements in orders that contradict each other.</summary>
    OrderDisagreement,
}
