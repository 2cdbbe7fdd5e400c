using System.Collections.Immutable;
using Bogus;
using RaftTorture.Checking.Histories;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Running.Data;

/// <summary>Keys such as <c>amber-otter-17</c> and payloads such as <c>412-turquoise</c>, drawn by Bogus from a seed: easy to tell apart in a report.</summary>
public sealed class BogusData : IWorkloadData
{
    private const int WordCount = 512;

    private readonly ImmutableArray<string> _colours;
    private readonly ImmutableArray<string> _nouns;

    public BogusData(long seed)
    {
        var faker = new Faker { Random = new Randomizer(unchecked((int)(seed ^ (seed >> 32)))) };
        _colours = Words(() => faker.Commerce.Color());
        _nouns = Words(() => faker.Hacker.Noun());
    }

    /// <summary>The number makes it unique, the words make it readable.</summary>
    public string Key(long number) => $"{At(_colours, number)}-{At(_nouns, number)}-{number}";

    public Value Value(long number) => Checking.Histories.Value.Of($"{number}-{At(_colours, number)}");

    private static string At(ImmutableArray<string> words, long number) => words[(int)(number % WordCount)];

    /// <summary>Drawn once and looked up later: a faker's answer depends on how often it was asked, a table's on the number alone.</summary>
    private static ImmutableArray<string> Words(Func<string> draw) => [.. Enumerable.Range(0, WordCount).Select(_ => Plain(draw()))];

    private static string Plain(string word) => string.Concat(word.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
}
