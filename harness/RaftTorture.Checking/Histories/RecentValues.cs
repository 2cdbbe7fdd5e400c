using System.Text;
using System.Text.Json;

namespace RaftTorture.Checking.Histories;

/// <summary>
/// Texts and numbers that were read a moment ago, to be shared instead of made again: the million lines of a history hold few
/// functions, keys and nodes, and each value twice, when it is asked for and when it is answered.
/// </summary>
/// <remarks>Of a fixed size: what falls into a slot that is taken replaces what was there. It forgets, and is never wrong.</remarks>
internal sealed class RecentValues
{
    private const int SlotBits = 14;

    /// <summary>Longer texts are hardly ever repeated.</summary>
    private const int MaxSharedBytes = 64;

    private readonly string?[] _texts = new string?[1 << SlotBits];
    private readonly Value.Text?[] _textValues = new Value.Text?[1 << SlotBits];
    private readonly Value.Number?[] _numbers = new Value.Number?[1 << SlotBits];

    public Value Number(long number)
    {
        ref var slot = ref _numbers[Slot((ulong)number)];
        if (slot?.Content != number)
            slot = new Value.Number(number);
        return slot;
    }

    /// <param name="json">Stands on a string.</param>
    /// <exception cref="InvalidOperationException">The text is no Unicode.</exception>
    public string Text(ref Utf8JsonReader json)
    {
        var utf8 = json.ValueSpan;
        if (json.ValueIsEscaped || utf8.Length > MaxSharedBytes)
            return json.GetString()!;
        ref var slot = ref _texts[Slot(Hash(utf8))];
        if (slot is null || !Ascii.Equals(utf8, slot))
            slot = json.GetString()!;
        return slot;
    }

    /// <summary>A number as a text: keys that are numbers.</summary>
    public string Numeral(long number)
    {
        Span<byte> digits = stackalloc byte[20];
        number.TryFormat(digits, out var length);
        ref var slot = ref _texts[Slot(Hash(digits[..length]))];
        if (slot is null || !Ascii.Equals(digits[..length], slot))
            slot = number.ToString();
        return slot;
    }

    public Value TextValue(string content)
    {
        ref var slot = ref _textValues[Slot(Hash(content))];
        if (slot?.Content != content)
            slot = new Value.Text(content);
        return slot;
    }

    /// <summary>Fibonacci hashing (Knuth, volume 3, 6.4): the upper bits of the product depend on all bits below.</summary>
    private static int Slot(ulong hash) => (int)((hash * 0x9E3779B97F4A7C15) >> (64 - SlotBits));

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 0UL;
        foreach (var each in bytes)
            hash = (hash * 31) + each;
        return hash;
    }

    private static ulong Hash(string text)
    {
        var hash = 0UL;
        foreach (var each in text)
            hash = (hash * 31) + each;
        return hash;
    }
}
