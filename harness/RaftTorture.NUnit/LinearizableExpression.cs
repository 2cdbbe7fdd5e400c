using NUnit.Framework.Constraints;

namespace RaftTorture.NUnit;

/// <summary>The constraint at the end of an expression: <c>Is.Not.Linearizable("register")</c>.</summary>
public static class LinearizableExpression
{
    /// <inheritdoc cref="Is.Linearizable(string)"/>
    public static LinearizableConstraint Linearizable(this ConstraintExpression expression, string model)
    {
        var constraint = Is.Linearizable(model);
        expression.Append(constraint);
        return constraint;
    }
}
