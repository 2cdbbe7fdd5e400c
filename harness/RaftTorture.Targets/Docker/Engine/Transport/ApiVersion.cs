using RaftTorture.Targets.Docker.Engine.Values;

namespace RaftTorture.Targets.Docker.Engine.Transport;

/// <summary>Which version of the API is spoken: the newest that both sides know.</summary>
internal static class ApiVersion
{
    private static readonly Version Oldest = new(1, 40);
    private static readonly Version Newest = new(1, 44);

    /// <returns>The prefix of all paths, e.g. <c>/v1.41</c>.</returns>
    /// <exception cref="EngineException">The engine is too old, or does not say its version.</exception>
    public static string Agree(EngineVersion engine)
    {
        if (!System.Version.TryParse(engine.ApiVersion, out var newest))
            throw new EngineException($"what answers is no container engine: it says API version '{engine.ApiVersion}'");
        if (newest < Oldest)
            throw new EngineException($"the container engine speaks API {newest}, and {Oldest} is needed: Docker 19.03 or newer, or Podman 4 or newer");
        var spoken = newest < Newest ? newest : Newest;
        // An engine of a later age may have forgotten what is new today.
        return System.Version.TryParse(engine.MinApiVersion, out var least) && least > spoken ? $"/v{least}" : $"/v{spoken}";
    }
}
