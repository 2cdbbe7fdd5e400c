using System.Collections.Immutable;
using RaftTorture.Checking.Checkers;

namespace RaftTorture.NUnit;

/// <summary>The objects that a history can be checked against by name.</summary>
public static class Models
{
    private static readonly ImmutableArray<(string Name, Func<IChecker> Create)> All =
    [
        ("register", () => new LinearizabilityChecker()),
        ("set", () => new SetChecker()),
        ("append", () => new AppendChecker()),
    ];

    public static ImmutableArray<string> Names { get; } = [.. All.Select(model => model.Name)];

    internal static IChecker Checker(string name)
    {
        foreach (var (known, create) in All)
        {
            if (known == name)
                return create();
        }

        throw new ArgumentException($"there is no model '{name}': choose one of {string.Join(", ", Names)}", nameof(name));
    }
}
