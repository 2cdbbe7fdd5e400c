namespace RaftTorture.Replica.Storage;

/// <summary>The life of one data directory, drawn at random at its birth: a node with another one has forgotten what it promised.</summary>
public readonly record struct Incarnation(ulong Value)
{
    public override string ToString() => $"{Value:x16}";
}
