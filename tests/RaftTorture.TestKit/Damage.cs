namespace RaftTorture.TestKit;

/// <summary>What can happen to bytes on their way.</summary>
public static class Damage
{
    /// <summary>A damaged copy: cut off, a bit flipped, a byte replaced, or a piece doubled. It may by chance equal the original.</summary>
    public static byte[] Of(byte[] bytes, Random dice)
    {
        var at = dice.Next(bytes.Length);
        switch (dice.Next(4))
        {
            case 0:
                return bytes[..at];
            case 1:
                return WithByte(bytes, at, (byte)(bytes[at] ^ (1 << dice.Next(8))));
            case 2:
                return WithByte(bytes, at, (byte)dice.Next(256));
            default:
                return [.. bytes[..at], .. bytes[dice.Next(at + 1)..]];
        }
    }

    /// <summary>A copy with one bit flipped.</summary>
    public static byte[] FlipBit(byte[] bytes, int at, int bit = 0) => WithByte(bytes, at, (byte)(bytes[at] ^ (1 << bit)));

    private static byte[] WithByte(byte[] bytes, int at, byte value)
    {
        byte[] copy = [.. bytes];
        copy[at] = value;
        return copy;
    }
}
