using RaftTorture.Checking.Checkers;

namespace RaftTorture.NUnit;

/// <summary>NUnit's <c>Is</c>, with one constraint more: <c>using Is = RaftTorture.NUnit.Is;</c> replaces it.</summary>
public abstract class Is : global::NUnit.Framework.Is
{
    /// <summary>A history that some order of its operations explains, in which each takes effect between its invocation and its completion.</summary>
    /// <param name="model">What the calls were made on: one of <see cref="Models.Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such model; the message lists those there are.</exception>
    public static LinearizableConstraint Linearizable(string model) => Linearizable(Models.Checker(model), model);

    /// <summary>The same for an object that has a checker of its own.</summary>
    /// <param name="checker">Decides.</param>
    public static LinearizableConstraint Linearizable(IChecker checker) => Linearizable(checker, checker.Name);

    private static LinearizableConstraint Linearizable(IChecker checker, string model) => new(checker, model);
}
