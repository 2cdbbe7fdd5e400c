using System.Text.Json;
using System.Text.Json.Serialization;

namespace RaftTorture.Targets.Kernel.Agent;

/// <summary>What is told to the agent: one JSON object a line.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "say")]
[JsonDerivedType(typeof(Ask), "ask")]
[JsonDerivedType(typeof(Cancel), "cancel")]
[JsonDerivedType(typeof(End), "end")]
internal abstract record ToAgent
{
    private ToAgent()
    {
    }

    /// <summary>Do this.</summary>
    /// <param name="Id">By which its answer is known; never used twice on a stream.</param>
    /// <param name="Name">The kind of the request, as in <see cref="RequestKinds"/>.</param>
    /// <param name="Request">The request itself.</param>
    public sealed record Ask(long Id, string Name, JsonElement Request) : ToAgent;

    /// <summary>Stop doing that. It is answered still, one way or the other.</summary>
    public sealed record Cancel(long Id) : ToAgent;

    /// <summary>Undo everything and end: the same as the end of the stream, but that somebody is left to be told.</summary>
    public sealed record End : ToAgent;
}

/// <summary>What the agent says: one JSON object a line.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "say")]
[JsonDerivedType(typeof(Ready), "ready")]
[JsonDerivedType(typeof(Reply), "reply")]
[JsonDerivedType(typeof(Refusal), "refusal")]
[JsonDerivedType(typeof(Canceled), "canceled")]
[JsonDerivedType(typeof(Undone), "undone")]
internal abstract record FromAgent
{
    private FromAgent()
    {
    }

    /// <summary>The first line: it listens.</summary>
    /// <param name="Pid">Its process, as its own machine numbers it.</param>
    public sealed record Ready(int Pid) : FromAgent;

    public sealed record Reply(long Id, JsonElement Value) : FromAgent;

    /// <summary>It cannot be done.</summary>
    /// <param name="Id">Of the request.</param>
    /// <param name="Why">One line.</param>
    public sealed record Refusal(long Id, string Why) : FromAgent;

    public sealed record Canceled(long Id) : FromAgent;

    /// <summary>The last line.</summary>
    /// <param name="Problem">What could not be undone, or null if nothing of what was done is left.</param>
    public sealed record Undone(string? Problem) : FromAgent;
}
