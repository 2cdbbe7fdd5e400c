namespace RaftTorture.Checking.Tests.Engines.Mutations;

/// <summary>One rule of the judge, broken.</summary>
/// <param name="Engine">Whose fuzz must notice, see <see cref="Trials"/>.</param>
/// <param name="File">The file of the rule, without folder and ending.</param>
/// <param name="Rule">Its words, which stand there once.</param>
/// <param name="Broken">What stands there instead.</param>
internal sealed record Mutation(string Engine, string File, string Rule, string Broken)
{
    public override string ToString() => $"{Engine}, {File}: {Rule} -> {Broken}";
}
