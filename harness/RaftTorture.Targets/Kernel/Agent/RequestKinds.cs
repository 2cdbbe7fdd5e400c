using System.Collections.Frozen;
using System.Text.Json;

namespace RaftTorture.Targets.Kernel.Agent;

/// <summary>One kind of request: its type, and that of what it is answered with.</summary>
internal sealed record RequestKind(Type Request, Type Reply)
{
    public string Name => Request.Name;
}

/// <summary>All kinds of requests, found by looking through the assembly: a new one is one file.</summary>
internal static class RequestKinds
{
    public static readonly FrozenDictionary<string, RequestKind> All = Scan().ToFrozenDictionary(kind => kind.Name);

    /// <summary>Reads a request.</summary>
    /// <exception cref="KernelException">There is no such kind, or it is not of its shape.</exception>
    public static (RequestKind Kind, KernelRequest Request) Read(ToAgent.Ask ask)
    {
        if (!All.TryGetValue(ask.Name, out var kind))
            throw new KernelException($"the agent knows no request {ask.Name}: it is of another version than the harness");
        try
        {
            return (kind, (KernelRequest)ask.Request.Deserialize(kind.Request, AgentJson.Options)!);
        }
        catch (JsonException malformed)
        {
            throw new KernelException($"{ask.Name} is not of its shape: {malformed.Message}", malformed);
        }
    }

    private static IEnumerable<RequestKind> Scan() =>
        typeof(KernelRequest).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(KernelRequest)) && !type.IsAbstract)
            .Select(type => new RequestKind(type, ReplyOf(type)));

    private static Type ReplyOf(Type request)
    {
        var type = request;
        while (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(KernelRequest<>))
            type = type.BaseType!;
        return type.GetGenericArguments()[0];
    }
}
