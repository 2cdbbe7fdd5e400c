using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Checkers.Linearizability;
using RaftTorture.Checking.Engines.Registers.Search;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Engines.Generic;

/// <summary>
/// Decides many objects in rounds, each search going on with ten times the steps of the round before. A hard object does not keep a broken one
/// from its verdict, and where one is broken, the hard ones are left.
/// </summary>
internal static class ModelRaces
{
    private const long FirstSteps = 2_000;
    private const long FirstStepsPerOperation = 4;
    private const long Growth = 10;

    /// <returns>One result an object; orders are of <see cref="ModelHistory.Calls"/>. Undecided by steps: left, because another one is broken.</returns>
    public static SearchResult[] Run<TModel, TState>(IReadOnlyList<ModelHistory> histories, TState initial, CheckLimits limits, long maxSteps = long.MaxValue)
        where TModel : struct, IModel<TState>
        where TState : notnull, IEquatable<TState>
    {
        var memory = new MemoryPool(limits.MaxBytes);
        var runs = histories.Select(history => new ModelRun<TModel, TState>(history, initial, limits, memory)).ToArray();
        for (var effort = 1L; ; effort = checked(effort * Growth))
        {
            var open = Enumerable.Range(0, runs.Length).Where(i => runs[i].IsOpen).ToArray();
            if (open.Length == 0 || runs.Any(run => run.Result is SearchResult.Impossible) || (effort > 1 && effort * FirstSteps > maxSteps))
                break;
            limits.ForEach(open.Length, i => runs[open[i]].GoOn(effort * (FirstSteps + (FirstStepsPerOperation * histories[open[i]].Calls.Length))));
        }

        foreach (var run in runs)
            run.Dispose();
        return [.. runs.Select(run => run.Result)];
    }
}
