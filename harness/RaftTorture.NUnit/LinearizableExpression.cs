using NUnit.Framework.Constraints;
using RaftTorture.Checking.Models;

namespace RaftTorture.NUnit;

/// <summary>The constraint at the end of an expression: <c>Is.Not.Linearizable("register")</c>.</summary>
public static class LinearizableExpression
{
    /// <inheritdoc cref="Is.Linearizable(string, object)"/>
    public static LinearizableConstraint Linearizable(this ConstraintExpression expression, string model, object? initial = null) =>
        Append(expression, Is.Linearizable(model, initial));

    /// <inheritdoc cref="Is.Linearizable{TModel, TState}(object)"/>
    public static LinearizableConstraint Linearizable<TModel, TState>(this ConstraintExpression expression, object? initial = null)
        where TModel : struct, IModel<TState>
        where TState : notnull, IEquatable<TState> =>
        Append(expression, Is.Linearizable<TModel, TState>(initial));

    private static LinearizableConstraint Append(ConstraintExpression expression, LinearizableConstraint constraint)
    {
        expression.Append(constraint);
        return constraint;
    }
}
