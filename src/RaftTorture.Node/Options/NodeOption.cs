namespace RaftTorture.Node.Options;

/// <summary>One row of the table of options.</summary>
/// <param name="Name">E.g. <c>--id</c>.</param>
/// <param name="Value">What follows it, in capitals; null for a switch.</param>
/// <param name="Help">What it does, on one line; the default in parentheses.</param>
/// <param name="Take">Puts the value, or for a switch an empty text, into the options.</param>
internal sealed record NodeOption(string Name, string? Value, string Help, Func<NodeOptions, string, NodeOptions> Take)
{
    /// <summary>Of a switch.</summary>
    public NodeOption(string name, string help, Func<NodeOptions, NodeOptions> take)
        : this(name, null, help, (options, _) => take(options))
    {
    }
}
