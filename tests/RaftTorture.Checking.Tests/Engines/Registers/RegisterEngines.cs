using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines;
using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Engines.Registers;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Engines.Registers;

/// <summary>All that can decide a register, each by itself, within more steps than any small history takes. Null: it cannot tell.</summary>
internal static class RegisterEngines
{
    /// <summary>A search with a broken rule might go on for ever.</summary>
    private const long MaxSteps = 100_000;

    public static IReadOnlyList<string> Names { get; } = ["unique values", "depth first", "breadth first", "relaxed", "generic"];

    public static Func<RegisterHistory, SearchResult?> Of(string name) => name switch
    {
        "unique values" => history => RegisterSearch.ByUniqueValues(history, Budget()),
        "depth first" => history => RegisterSearch.DepthFirst(history, Budget(), PruningRules.All),
        "breadth first" => history => RegisterSearch.BreadthFirst(history, Budget(), PruningRules.All),
        "relaxed" => history => RegisterSearch.Relaxed(history, Budget(), PruningRules.All),
        "generic" => Generic,
        _ => throw new ArgumentException($"no engine is called '{name}'", nameof(name)),
    };

    private static SearchBudget Budget() => new(() => false, new MemoryPool(long.MaxValue), MaxSteps);

    private static SearchResult Generic(RegisterHistory register)
    {
        Call[] calls = [.. register.Calls.OrderBy(call => call.InvokedAt)];
        var history = new ModelHistory(calls, RegisterModel.IsReadOnly, looksAtProcess: false, Deadline.None);
        using var budget = Budget();
        var result = new ModelSearch<RegisterModel, Value>(history, Value.Absent, budget).Run(MaxSteps);
        if (result is not SearchResult.Found found)
            return result;
        var numberOf = Enumerable.Range(0, register.Calls.Count).ToDictionary(i => register.Calls[i].InvokedAt);
        return new SearchResult.Found([.. found.Order.Select(i => numberOf[history.Calls[i].InvokedAt])]);
    }

    /// <summary>A register as a model like any other, which the product has no need of.</summary>
    private readonly struct RegisterModel : IModel<Value>
    {
        public static string Name => "register";

        public static Value Initial(Value? given) => given ?? Value.Absent;

        public static bool Step(Value state, Call call, out Value next)
        {
            var after = Specifications.Register(state, call.Invocation, call.IsUnknown ? null : call.Completion);
            next = after ?? state;
            return after is not null;
        }

        public static bool IsReadOnly(Call call) => call.F == "read" || call.IsCasMiss;
    }
}
