using System.Diagnostics;
using RaftTorture.Checking.Results;

namespace RaftTorture.Reporting.Violations;

/// <summary>How a class of violations is said: its name, and what it means.</summary>
public static class ViolationWords
{
    public static string Name(ViolationClass kind) => kind switch
    {
        ViolationClass.Unexplained => "no order explains it",
        ViolationClass.GarbageRead => "garbage read",
        ViolationClass.AbortedRead => "aborted read",
        ViolationClass.FutureRead => "read from the future",
        ViolationClass.StaleRead => "stale read",
        ViolationClass.LostWrite => "lost write",
        ViolationClass.DuplicateApply => "duplicate apply",
        ViolationClass.SplitBrain => "split brain",
        ViolationClass.Inversion => "new-old inversion",
        ViolationClass.LostElement => "lost element",
        ViolationClass.PhantomElement => "phantom element",
        ViolationClass.DuplicateElement => "duplicate element",
        ViolationClass.OrderDisagreement => "orders disagree",
        ViolationClass.FalseEmpty => "not empty",
        ViolationClass.OutOfOrder => "out of order",
        ViolationClass.DoubleAcquire => "two holders",
        ViolationClass.UnheldRelease => "released by no holder",
        ViolationClass.StaleToken => "token not growing",
        ViolationClass.ImpossibleSum => "impossible sum",
        ViolationClass.TotalChanged => "total changed",
        _ => throw new UnreachableException(),
    };

    public static string Meaning(ViolationClass kind) => kind switch
    {
        ViolationClass.Unexplained => "the operations contradict each other together, and no single reason says why",
        ViolationClass.GarbageRead => "a value was seen that nobody wrote",
        ViolationClass.AbortedRead => "a value was seen although every write of it failed",
        ViolationClass.FutureRead => "something was seen before anybody set out to write it",
        ViolationClass.StaleRead => "something was seen that an acknowledged write had replaced",
        ViolationClass.LostWrite => "an acknowledged write is gone",
        ViolationClass.DuplicateApply => "a write took effect twice",
        ViolationClass.SplitBrain => "there were two states where there should be one",
        ViolationClass.Inversion => "somebody saw the newer state, and after that somebody saw the older one",
        ViolationClass.LostElement => "an acknowledged element is in no later read, or never comes out",
        ViolationClass.PhantomElement => "an element was read or dequeued that nobody added",
        ViolationClass.DuplicateElement => "an element was read or dequeued twice that was added once",
        ViolationClass.OrderDisagreement => "the order of elements contradicts another read, or real time",
        ViolationClass.FalseEmpty => "a queue was found empty although something was in it all the time",
        ViolationClass.OutOfOrder => "an element left a queue before one that had been enqueued earlier",
        ViolationClass.DoubleAcquire => "a lock was acquired while it was held",
        ViolationClass.UnheldRelease => "a lock was released by somebody who did not hold it",
        ViolationClass.StaleToken => "a fencing token is not greater than all before it",
        ViolationClass.ImpossibleSum => "a counter showed a number to which the additions do not come",
        ViolationClass.TotalChanged => "money came or went, which no transfer makes it do",
        _ => throw new UnreachableException(),
    };
}
