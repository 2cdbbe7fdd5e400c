using RaftTorture.Running.Ports;

namespace RaftTorture.Targets.Worlds;

/// <summary>Takes things down part by part: one that fails keeps no other from its end, and all failures are told together.</summary>
internal sealed class TearDown
{
    private readonly List<Exception> _problems = [];

    public async Task DoAsync(Func<Task> partAsync)
    {
        try
        {
            await partAsync();
        }
        catch (Exception problem)
        {
            _problems.Add(problem);
        }
    }

    /// <exception cref="ClusterException">Not all was taken down: what failed, one line each.</exception>
    public void Demand()
    {
        if (_problems.Count > 0)
            throw new ClusterException(
                string.Join('\n', _problems.Select(problem => $"not everything was taken down: {problem.Message.ReplaceLineEndings(" ")}")), new AggregateException(_problems));
    }
}
