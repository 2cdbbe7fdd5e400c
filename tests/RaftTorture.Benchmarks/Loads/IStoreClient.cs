namespace RaftTorture.Benchmarks.Loads;

/// <summary>One client with a connection of its own.</summary>
internal interface IStoreClient : IDisposable
{
    /// <exception cref="BenchmarkException">It was not done, or nobody knows.</exception>
    Task PutAsync(string key, string value);

    /// <exception cref="BenchmarkException">There was no answer.</exception>
    Task<string?> GetAsync(string key);
}
