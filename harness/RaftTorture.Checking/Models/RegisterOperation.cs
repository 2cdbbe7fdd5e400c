namespace RaftTorture.Checking.Models;

/// <summary>
/// An operation on a register whose values are numbered: what it needs of the state, and what it leaves.
/// A write needs nothing; a read needs what it returned and leaves it; a cas does both.
/// </summary>
/// <param name="Requires">The only state in which it is legal, or <see cref="Anything"/>.</param>
/// <param name="Forbids">A state in which it is not legal, or <see cref="Nothing"/>: a miss that did not say what it saw.</param>
/// <param name="Writes">The state it leaves, or <see cref="Nothing"/> where it only looks.</param>
internal readonly record struct RegisterOperation(int Requires, int Forbids, int Writes)
{
    public const int Anything = -1;
    public const int Nothing = -1;

    public static RegisterOperation Read(int seen) => new(seen, Nothing, Nothing);

    public static RegisterOperation Write(int value) => new(Anything, Nothing, value);

    public static RegisterOperation Cas(int expected, int next) => new(expected, Nothing, next);

    /// <summary>A cas that found something else than it expected.</summary>
    public static RegisterOperation Miss(int expected) => new(Anything, expected, Nothing);

    /// <summary>A cas that found something else, and says what.</summary>
    public static RegisterOperation Miss(int expected, int seen) => new(seen, expected, Nothing);

    public bool IsPure => Writes == Nothing;

    /// <summary>A write that does not care what it overwrites.</summary>
    public bool IsBlindWrite => Requires == Anything && Writes != Nothing;

    public bool IsLegal(int state) => (Requires == Anything || Requires == state) && (Forbids == Nothing || Forbids != state);

    public int Next(int state) => Writes == Nothing ? state : Writes;
}
