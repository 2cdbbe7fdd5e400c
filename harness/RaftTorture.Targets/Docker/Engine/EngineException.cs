using System.Net;

namespace RaftTorture.Targets.Docker.Engine;

/// <summary>The container engine refuses, or cannot be reached: one line in the engine's own words, or one that says what to do.</summary>
internal sealed class EngineException(string message, HttpStatusCode? status = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What it answered with; null if it did not answer.</summary>
    public HttpStatusCode? Status { get; } = status;

    /// <summary>There is no such container, image, network, volume or path.</summary>
    public bool IsNotFound => Status == HttpStatusCode.NotFound;

    /// <summary>It is not in the state in which this can be done, such as a container that does not run.</summary>
    public bool IsConflict => Status == HttpStatusCode.Conflict;
}
