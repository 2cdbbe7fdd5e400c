using RaftTorture.Raft;

namespace RaftTorture.Simulation;

/// <summary>Questions to the dice.</summary>
internal static class DiceRolls
{
    public static bool OneIn(this Dice dice, int chances) => dice.Between(1, chances) == 1;

    public static bool Permille(this Dice dice, int chances) => chances > 0 && dice.Between(1, 1000) <= chances;

    public static T Pick<T>(this Dice dice, IReadOnlyList<T> choices) => choices[(int)dice.Between(0, choices.Count - 1)];

    /// <summary>Other dice, so that one part of a world can throw more often without changing the luck of the others.</summary>
    public static Dice Split(this Dice dice) => new((ulong)dice.Next63());
}
