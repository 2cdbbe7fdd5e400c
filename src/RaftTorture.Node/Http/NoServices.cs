namespace RaftTorture.Node.Http;

/// <summary>Kestrel asks for services where it could do with less: it gets none.</summary>
internal sealed class NoServices : IServiceProvider
{
    public static readonly NoServices Instance = new();

    public object? GetService(Type serviceType) => null;
}
