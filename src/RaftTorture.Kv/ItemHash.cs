namespace RaftTorture.Kv;

/// <summary>
/// A running 64-bit hash of one item of the state. The hash of the whole state is the sum of its items' hashes modulo 2^64: a multiset hash
/// (Bellare and Micciancio's AdHash, EUROCRYPT 1997), so that a change costs one subtraction and one addition whatever the size of the
/// state, and the order in which the items came does not matter.
/// </summary>
/// <remarks>
/// Every part is framed by its length, so that neighbours cannot trade characters. Characters are taken by value, not from memory, so that
/// every platform agrees. It finds replicas that differ by accident; it does not resist an adversary.
/// </remarks>
internal struct ItemHash
{
    private const ulong Odd = 0x9e37_79b9_7f4a_7c15;

    private ulong _state;

    /// <param name="kind">Keeps items of different kinds apart that have the same parts.</param>
    public ItemHash(byte kind) => Add(kind);

    /// <summary>The bits are stirred once more (MurmurHash3's finaliser), because sums of unstirred hashes cancel out.</summary>
    public readonly ulong Value
    {
        get
        {
            unchecked
            {
                var mixed = (_state ^ (_state >> 33)) * 0xff51_afd7_ed55_8ccd;
                mixed = (mixed ^ (mixed >> 33)) * 0xc4ce_b9fe_1a85_ec53;
                return mixed ^ (mixed >> 33);
            }
        }
    }

    public void Add(long number) => Add((ulong)number);

    public void Add(string? text)
    {
        Add(text is null ? -1L : text.Length);
        var rest = text.AsSpan();
        for (; rest.Length >= 4; rest = rest[4..])
            Add(rest[0] | ((ulong)rest[1] << 16) | ((ulong)rest[2] << 32) | ((ulong)rest[3] << 48));
        foreach (var unit in rest)
            Add((ulong)unit);
    }

    // Both halves of the product: its low half alone would never carry a high bit down.
    private void Add(ulong word)
    {
        var high = Math.BigMul(_state ^ word ^ Odd, Odd, out var low);
        _state = unchecked(high ^ (low + word));
    }
}
