using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines;
using RaftTorture.Checking.Engines.Generic;
using RaftTorture.Checking.Engines.Registers;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;
using RaftTorture.Checking.Tests.Oracle;

namespace RaftTorture.Checking.Tests.Engines.Registers;

/// <summary>All that can decide a register, each by itself and without limits. Null: it cannot tell.</summary>
internal static class RegisterEngines
{
    public static IReadOnlyList<string> Names { get; } = ["unique values", "depth first", "breadth first", "relaxed", "generic"];

    public static Func<RegisterHistory, SearchResult?> Of(string name) => name switch
    {
        "unique values" => history => RegisterSearch.ByUniqueValues(history, Unlimited()),
        "depth first" => history => RegisterSearch.DepthFirst(history, Unlimited(), PruningRules.All),
        "breadth first" => history => RegisterSearch.BreadthFirst(history, Unlimited(), PruningRules.All),
        "relaxed" => history => RegisterSearch.Relaxed(history, Unlimited(), PruningRules.All),
        "generic" => Generic,
        _ => throw new ArgumentException($"no engine is called '{name}'", nameof(name)),
    };

    public static SearchBudget Unlimited() => new(() => false, new MemoryPool(long.MaxValue), long.MaxValue);

    private static SearchResult Generic(RegisterHistory register)
    {
        Call[] calls = [.. register.Calls.OrderBy(call => call.InvokedAt)];
        var history = new ModelHistory(calls, RegisterModel.IsReadOnly, looksAtProcess: false, Deadline.None);
        using var budget = Unlimited();
        var result = new ModelSearch<RegisterModel, Value>(history, Value.Absent, budget).Run(long.MaxValue);
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
