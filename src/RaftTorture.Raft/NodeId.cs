namespace RaftTorture.Raft;

/// <summary>A server of the cluster, numbered from 1 and printed <c>n1</c>.</summary>
public readonly record struct NodeId(int Value) : IComparable<NodeId>
{
    public int CompareTo(NodeId other) => Value.CompareTo(other.Value);

    public override string ToString() => $"n{Value}";

    /// <summary>Reads <c>n3</c>.</summary>
    /// <exception cref="FormatException">The text is not <c>n</c> and a positive number.</exception>
    public static NodeId Parse(string text) =>
        text.Length > 1 && text[0] == 'n' && int.TryParse(text.AsSpan(1), out var value) && value > 0
            ? new NodeId(value)
            : throw new FormatException($"'{text}' is not a node id: write n1, n2, ...");
}
