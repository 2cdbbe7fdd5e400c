using System.Collections.Immutable;
using RaftTorture.Targets.Docker.Helper;
using RaftTorture.Targets.Kernel.Agent;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>An agent out of this very assembly, as <c>raft-torture agent</c> is one out of the harness.</summary>
internal static class AgentProcess
{
    public const string Command = "--agent";

    public static async Task<int> RunAsync() => await AgentHost.ServeAsync() ? 0 : 1;

    /// <summary>A helper container of a test's own.</summary>
    public static HelperSpec InContainer() => InContainer($"rafttorture-tests-{Guid.NewGuid():n}"[..28]);

    public static HelperSpec InContainer(string name) => new(name, ImmutableSortedDictionary<string, string>.Empty.Add("rafttorture.test", name))
    {
        HarnessPath = typeof(AgentProcess).Assembly.Location,
        AgentArguments = [Command],
    };
}
