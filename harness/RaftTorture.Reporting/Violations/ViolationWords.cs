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
        ViolationClass.LostElement => "an acknowledged element is in no later read",
        ViolationClass.PhantomElement => "a read showed an element that nobody added",
        ViolationClass.DuplicateElement => "a read showed an element twice that was added once",
        ViolationClass.OrderDisagreement => "the order of elements contradicts another read, or real time",
        _ => throw new UnreachableException(),
    };
}
