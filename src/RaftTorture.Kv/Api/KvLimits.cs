namespace RaftTorture.Kv.Api;

/// <summary>How big a request may be, so that its command stays far below the size of a frame between nodes.</summary>
public static class KvLimits
{
    /// <summary>Most characters of a key.</summary>
    public const int MaxKeyChars = 1024;

    /// <summary>Most characters of a value.</summary>
    public const int MaxValueChars = 1024 * 1024;

    /// <summary>Most members of each of a transaction's three lists; etcd's default.</summary>
    public const int MaxTxnItems = 128;

    /// <summary>Most characters of all keys and values of a transaction together: as many as a cas can have.</summary>
    public const int MaxTxnChars = 2 * MaxValueChars;

    internal static string? ComplaintOfKey(string? key) =>
        key is { Length: > 0 and <= MaxKeyChars } ? null : $"key must be a text of 1 to {MaxKeyChars} characters";

    internal static string? ComplaintOfValue(string? value) =>
        value?.Length > MaxValueChars ? $"a value has at most {MaxValueChars} characters" : null;
}
