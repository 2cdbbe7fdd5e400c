using System.Diagnostics;
using RaftTorture.Checking.Checkers;

namespace RaftTorture.Checking.Tests.Engines;

/// <summary>Who looked at the clock, and how often, told by the stack at each look.</summary>
internal static class LooksByPart
{
    /// <param name="history">See <see cref="LongHistories"/>.</param>
    /// <returns>Types by name, each with the looks during which one of its methods was at work.</returns>
    public static Dictionary<string, int> Of(string history, int operations)
    {
        var looks = new Dictionary<string, int>();
        var (_, checker, events) = LongHistories.Of(history, operations);
        checker.Check(events, CheckLimits.None with { IsExpired = Note });
        return looks;

        bool Note()
        {
            foreach (var part in new StackTrace().GetFrames().Select(frame => Outermost(frame.GetMethod()?.DeclaringType)).OfType<string>().Distinct())
                looks[part] = looks.GetValueOrDefault(part) + 1;
            return false;
        }
    }

    /// <summary>The compiler puts iterators and lambdas into types within the one that they belong to.</summary>
    private static string? Outermost(Type? type)
    {
        while (type?.DeclaringType is { } outer)
            type = outer;
        return type?.Name;
    }
}
