using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Models;

namespace RaftTorture.NUnit;

/// <summary>NUnit's <c>Is</c>, with one constraint more: <c>using Is = RaftTorture.NUnit.Is;</c> replaces it.</summary>
public abstract class Is : global::NUnit.Framework.Is
{
    /// <summary>A history that some order of its operations explains, in which each takes effect between its invocation and its completion.</summary>
    /// <param name="model">What the calls were made on: one of <see cref="ModelCatalog.Names"/>.</param>
    /// <param name="initial">What each object held at first, see <see cref="ValueOf.Any"/>; not given: it was as the model says, mostly empty.</param>
    /// <exception cref="ArgumentException">There is no such model, and the message lists those there are; or it cannot hold that.</exception>
    public static LinearizableConstraint Linearizable(string model, object? initial = null) =>
        new(ModelCatalog.Create(model, Given(initial)), model);

    /// <summary>The same for a model of one's own.</summary>
    /// <typeparam name="TModel">What the object does: a readonly struct.</typeparam>
    /// <typeparam name="TState">What it holds: immutable, and equal where it behaves alike.</typeparam>
    /// <param name="initial">What each object held at first; the model makes a state of it.</param>
    public static LinearizableConstraint Linearizable<TModel, TState>(object? initial = null)
        where TModel : struct, IModel<TState>
        where TState : notnull, IEquatable<TState> =>
        Linearizable(new ModelChecker<TModel, TState>(Given(initial)));

    /// <summary>The same for an object that has a checker of its own.</summary>
    /// <param name="checker">Decides.</param>
    public static LinearizableConstraint Linearizable(IChecker checker) => new(checker, checker.Name);

    private static Checking.Histories.Value? Given(object? initial) => initial is null ? null : ValueOf.Any(initial);
}
