using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Tests.Engines.Generic;

/// <summary>Models that break one promise each.</summary>
internal static class Liar
{
    /// <summary>Says that an addition only looks.</summary>
    public readonly struct ReadOnlyAdd : IModel<long>
    {
        public static string Name => CounterModel.Name;

        public static long Initial(Value? given) => CounterModel.Initial(given);

        public static bool Step(long state, Call call, out long next) => CounterModel.Step(state, call, out next);

        public static bool IsReadOnly(Call call) => true;
    }

    /// <summary>Says that no sum makes a difference.</summary>
    public readonly struct NothingSeen : IModel<long>
    {
        public static string Name => CounterModel.Name;

        public static long Initial(Value? given) => CounterModel.Initial(given);

        public static bool Step(long state, Call call, out long next) => CounterModel.Step(state, call, out next);

        public static Predicate<long> CanBeSeen(IReadOnlyList<Call> calls) => _ => false;
    }

    /// <summary>Says that it does not look at the process.</summary>
    public readonly struct SameForAll : IModel<int>
    {
        public static string Name => MutexModel.Name;

        public static int Initial(Value? given) => MutexModel.Initial(given);

        public static bool Step(int state, Call call, out int next) => MutexModel.Step(state, call, out next);
    }
}

/// <summary>A counter that counts how often it is asked.</summary>
internal readonly struct Counted : IModel<long>
{
    public static int Steps { get; set; }

    public static string Name => CounterModel.Name;

    public static long Initial(Value? given) => CounterModel.Initial(given);

    public static bool Step(long state, Call call, out long next)
    {
        Steps++;
        return CounterModel.Step(state, call, out next);
    }
}
