using System.Reflection;
using System.Runtime.InteropServices;
using RaftTorture.Reporting.Digests;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Cli;

/// <summary>The circumstances of a run that may matter to whoever repeats it.</summary>
public static class RunEnvironment
{
    /// <param name="node">What is tortured.</param>
    /// <param name="flags">What the repeating command must say besides the plan, such as the program of another node.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Describe(Plan plan, string node, IReadOnlyList<string> flags) =>
    [
        new("raft-torture", typeof(RunEnvironment).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? ""),
        new("command line", string.Join(' ', Environment.GetCommandLineArgs().Skip(1))),
        new("node", node),
        new("started", DateTimeOffset.UtcNow.ToString("yyyy-MM-dd HH:mm:ss 'UTC'")),
        new("machine", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} cores"),
        new("runtime", RuntimeInformation.FrameworkDescription),
        new(RepeatCommand.EnvironmentName, RepeatCommand.For(plan, flags)),
    ];
}
