namespace RaftTorture.Targets.Kernel.Hosting;

/// <summary>What lives on a machine from one request to the next: services that hold something, such as the queue that delays packets.</summary>
/// <remarks>Disposal ends them in the reverse order of their birth: each undoes what it did.</remarks>
internal sealed class Workshop : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Type, IAsyncDisposable> _services = [];
    private readonly Stack<IAsyncDisposable> _born = [];

    /// <summary>The service of a kind: made when it is first asked for.</summary>
    public TService Get<TService>()
        where TService : class, IAsyncDisposable, new()
    {
        lock (_gate)
        {
            if (_services.TryGetValue(typeof(TService), out var known))
                return (TService)known;
            var service = new TService();
            _services[typeof(TService)] = service;
            _born.Push(service);
            return service;
        }
    }

    public async ValueTask DisposeAsync()
    {
        var problems = new List<Exception>();
        while (_born.TryPop(out var service))
        {
            try
            {
                await service.DisposeAsync();
            }
            catch (Exception problem)
            {
                // One that cannot undo its work must not keep the others from theirs.
                problems.Add(problem);
            }
        }

        _services.Clear();
        if (problems.Count > 0)
            throw new AggregateException("not everything could be undone", problems);
    }
}
