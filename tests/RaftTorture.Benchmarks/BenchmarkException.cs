namespace RaftTorture.Benchmarks;

/// <summary>It cannot be measured here; the message says why and what to do.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
