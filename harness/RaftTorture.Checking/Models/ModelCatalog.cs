using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Models;

/// <summary>The models by name, each with the checker that suits it.</summary>
public static class ModelCatalog
{
    private static readonly (string Name, Func<Value?, IChecker> Create)[] Entries =
    [
        ("register", initial => new LinearizabilityChecker(initial ?? Value.Absent)),
        ("cas-register", initial => new LinearizabilityChecker(initial ?? Value.Absent)),
        (KvModel.Name, initial => new ModelChecker<KvModel, KvState>(initial)),
        (SetModel.Name, initial =>
            QuickFirst(initial, new SetChecker(), ["add", "read"], new ModelChecker<SetModel, ValueBag>(initial))),
        (CounterModel.Name, initial => new ModelChecker<CounterModel, long>(initial)),
        (AppendListModel.Name, initial =>
            QuickFirst(initial, new AppendChecker(), ["append", "read"], new ModelChecker<AppendListModel, Value.Items>(initial))),
        (MutexModel.Name, initial => new ModelChecker<MutexModel, int>(initial)),
        (FencedLockModel.Name, initial => new ModelChecker<FencedLockModel, FencedLockState>(initial)),
        (QueueModel.Name, initial => new ModelChecker<QueueModel, Value.Items>(initial)),
        (UnorderedQueueModel.Name, initial => new ModelChecker<UnorderedQueueModel, UnorderedQueueState>(initial)),
        (MultiRegisterModel.Name, initial => new ModelChecker<MultiRegisterModel, MultiRegisterState>(initial)),
        (BankModel.Name, initial => new ModelChecker<BankModel, ValueMap>(initial)),
    ];

    /// <summary>In the order of the documentation.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Entries.Select(entry => entry.Name)];

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="initial">What each object holds at first; null for what the model takes as empty.</param>
    /// <exception cref="ArgumentException">No such model, or nothing that it can hold.</exception>
    public static IChecker Create(string name, Value? initial = null)
    {
        foreach (var entry in Entries)
        {
            if (entry.Name == name)
                return entry.Create(initial);
        }

        throw new ArgumentException($"no model is called '{name}'; there are {string.Join(", ", Names)}", nameof(name));
    }

    /// <summary>The quick checkers know only collections that start empty.</summary>
    private static IChecker QuickFirst(Value? initial, IChecker quick, string[] functions, IChecker thorough) =>
        initial is null or Value.Nil or Value.Items { Content: [] } ? new QuickFirstChecker(quick, functions, thorough) : thorough;
}
