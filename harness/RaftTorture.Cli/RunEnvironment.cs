using System.Reflection;
using System.Runtime.InteropServices;
using RaftTorture.Reporting.Digests;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Cli;

/// <summary>The circumstances of a run that may matter to whoever repeats it.</summary>
public static class RunEnvironment
{
    /// <param name="isOwnNode">False if another node than the reference is tortured, which the repeating command must then name.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Describe(Plan plan, string nodeBinary, bool isOwnNode) =>
    [
        new("raft-torture", typeof(RunEnvironment).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? ""),
        new("command line", string.Join(' ', Environment.GetCommandLineArgs().Skip(1))),
        new("node", nodeBinary),
        new("started", DateTimeOffset.UtcNow.ToString("yyyy-MM-dd HH:mm:ss 'UTC'")),
        new("machine", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} cores"),
        new("runtime", RuntimeInformation.FrameworkDescription),
        new(RepeatCommand.EnvironmentName, RepeatCommand.For(plan, isOwnNode ? [] : ["--node-binary", nodeBinary])),
    ];
}
