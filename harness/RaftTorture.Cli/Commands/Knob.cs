using System.CommandLine;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Cli.Commands;

/// <summary>A flag that turns one thing in a plan, and leaves it alone where the flag is not given.</summary>
public sealed record Knob(Option Option, Func<ParseResult, Plan, Plan> Turn)
{
    public static Knob Of<T>(string[] names, string help, Func<Plan, T, Plan> set)
    {
        var option = new Option<T>(names[0], names[1..]) { Description = help };
        return new Knob(option, (parsed, plan) => parsed.GetResult(option) is { Implicit: false } ? set(plan, parsed.GetRequiredValue(option)) : plan);
    }
}
