using RaftTorture.Running.Files;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Running.Tests.Fakes;

/// <summary>A store in a temporary folder that goes when the test ends, and the short way to a run in it.</summary>
internal sealed class Store : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    public string Root { get; } = Directory.CreateTempSubdirectory("raft-torture-test-").FullName;

    /// <summary>A plan that is over in a moment and yet does thousands of operations.</summary>
    public static Plan Quick { get; } = new()
    {
        Name = "quick",
        Seed = 42,
        RateHz = 5000,
        QuietSeconds = 0.05,
        TimeLimitSeconds = 0.4,
        NemesisIntervalSeconds = 0.05,
        LivenessSeconds = 5,
        OperationTimeoutMs = 50,
    };

    public RunDirectory NewDirectory(int number = 0) => RunDirectory.Create(Root, "quick", Start.AddSeconds(number));

    public Task<RunRecord> RunAsync(Plan plan, MemoryCluster cluster, Watcher? watcher = null, CancellationToken interrupt = default) =>
        Runner.RunAsync(plan, cluster, NewDirectory(), watcher ?? new Watcher(), [new("machine", "test")], interrupt);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
