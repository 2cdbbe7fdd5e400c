using RaftTorture.Checking.Histories;

namespace RaftTorture.Scenarios.Workloads;

/// <summary>What a client is asked to do.</summary>
/// <param name="F">A name from <see cref="Functions"/>.</param>
/// <param name="Key">The key it touches.</param>
/// <param name="Value">Its arguments: the value of a write, <c>[expected, new]</c> of a cas, <see cref="Value.Absent"/> of a read.</param>
public sealed record Operation(string F, string Key, Value Value);

/// <summary>The names of operations, as they stand in a history.</summary>
public static class Functions
{
    /// <summary>Returns the value of the key; absence is <see cref="Value.Nil"/>.</summary>
    public const string Read = "read";

    public const string Write = "write";

    /// <summary>Sets the key if it holds the expected value; a miss reports the value it saw.</summary>
    public const string Cas = "cas";

    /// <summary>Adds an element to the end of the key's list.</summary>
    public const string Append = "append";

    /// <summary>Adds a unique element to the key's set.</summary>
    public const string Add = "add";
}

/// <summary>How an operation ended. The default of anything unclear is <see cref="Unknown"/>.</summary>
public abstract record Completion
{
    private Completion()
    {
    }

    /// <summary>It happened and returned this.</summary>
    public sealed record Ok(Value Value) : Completion;

    /// <summary>It certainly did not happen. <paramref name="Observed"/> is what a missed cas saw, else null.</summary>
    public sealed record Fail(string Error, Value? Observed = null) : Completion;

    /// <summary>It may have happened, may still happen, or never will.</summary>
    public sealed record Unknown(string Error) : Completion;
}
