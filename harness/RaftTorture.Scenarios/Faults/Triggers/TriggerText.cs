using System.Collections.Immutable;
using System.Globalization;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Scenarios.Faults.Triggers;

/// <summary>Reads triggers as people write them.</summary>
public static class TriggerText
{
    public const string Form = "FAMILY [TARGET] when CONDITION [after Nms]";

    private const int MostMs = 600_000;

    /// <exception cref="PlanException">The text is no trigger: one line that says what is possible in the place where it is wrong.</exception>
    public static Trigger Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var when = Array.IndexOf(words, "when");
        if (when is not (1 or 2))
            throw Refusal(text, $"is not of the form {Form}: write, for example, kill primary when leader-elected");
        var after = Array.IndexOf(words, "after");
        var family = Family(text, words[0]);
        return new Trigger(
            string.Join(' ', words),
            family,
            when == 2 ? Target(text, family, words[1]) : null,
            When(text, after < 0 ? words[(when + 1)..] : words[(when + 1)..after]),
            after < 0 ? 0 : Milliseconds(text, words[(after + 1)..]));
    }

    private static FaultFamily Family(string text, string name) => NemesisCatalog.Families.FirstOrDefault(family => family.Name == name)
        ?? throw Refusal(text, $"strikes with '{name}': choose from {string.Join(", ", NemesisCatalog.Families.Select(family => family.Name))}");

    private static string Target(string text, FaultFamily family, string name) => family.Targets.Contains(name)
        ? name
        : throw Refusal(text, family.Targets.IsEmpty ? $"has a target, but {family.Name} has none to choose" : $"strikes '{name}': choose from {string.Join(", ", family.Targets)}");

    private static Condition When(string text, string[] words) => words switch
    {
        ["leader-elected"] => new Condition.LeaderElected(),
        ["follower-behind", var entries] when IsCount(entries, out var count) => new Condition.FollowerBehind(count),
        ["snapshot-sent"] => new Condition.SnapshotSent(),
        ["message", var kind, var number] when IsCount(number, out var count) => new Condition.MessagePassed(Kind(text, kind), count),
        ["write-in-flight"] => new Condition.WriteInFlight(),
        _ => throw Refusal(text, $"waits for '{string.Join(' ', words)}': choose from {string.Join(", ", Condition.Forms)}"),
    };

    private static string Kind(string text, string kind) => MessageKinds.All.Contains(kind)
        ? kind
        : throw Refusal(text, $"waits for a message '{kind}': choose from {string.Join(", ", MessageKinds.All)}");

    private static int Milliseconds(string text, string[] words) =>
        words is [var time] && time.EndsWith("ms", StringComparison.Ordinal)
        && int.TryParse(time.AsSpan(0, time.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms <= MostMs
            ? ms
            : throw Refusal(text, $"strikes after '{string.Join(' ', words)}': write a time up to {MostMs}ms, such as after 5ms");

    private static bool IsCount(string word, out long count) =>
        long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0;

    private static PlanException Refusal(string text, string why) => new($"the trigger '{text}' {why}");
}
