namespace RaftTorture.Targets.Kernel.Firewall;

/// <summary>One direction between two nodes, by their IPv4 addresses.</summary>
internal readonly record struct AddressPair(string Source, string Target)
{
    public override string ToString() => $"{Source} > {Target}";
}
