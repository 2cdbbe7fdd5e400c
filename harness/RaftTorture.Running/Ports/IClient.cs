using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Running.Ports;

/// <summary>One process's connection to the system under test: one operation at a time.</summary>
public interface IClient : IAsyncDisposable
{
    /// <summary>
    /// Performs one operation. It must not lie: <see cref="Completion.Fail"/> only if the operation certainly never happens.
    /// The caller's timeout comes as <paramref name="deadline"/>: whatever is open then is <see cref="Completion.Unknown"/>.
    /// </summary>
    Task<Completion> InvokeAsync(Operation operation, CancellationToken deadline);
}
