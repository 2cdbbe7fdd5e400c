namespace RaftTorture.Kv;

/// <summary>
/// A running 64-bit FNV-1a hash (draft-eastlake-fnv-17). Every item is framed by its length, so that neighbours cannot trade characters.
/// It finds replicas that differ by accident; it does not resist an adversary.
/// </summary>
internal struct Fnv1a
{
    private const ulong Prime = 0x0000_0100_0000_01b3;

    private ulong _state = 0xcbf2_9ce4_8422_2325;

    public Fnv1a()
    {
    }

    public readonly ulong Value => _state;

    public void Add(long number)
    {
        for (var shift = 0; shift < 64; shift += 8)
            Add((byte)(number >> shift));
    }

    public void Add(string? text)
    {
        Add(text is null ? -1L : text.Length);
        foreach (var unit in text ?? "")
        {
            Add((byte)unit);
            Add((byte)(unit >> 8));
        }
    }

    private void Add(byte octet) => _state = unchecked((_state ^ octet) * Prime);
}
