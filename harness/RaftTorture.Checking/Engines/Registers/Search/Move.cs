namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>One step of a search at the return of an operation: an operation that takes effect, or the due one that was hidden long ago.</summary>
internal readonly record struct Move
{
    private const int HideCode = int.MaxValue;

    private readonly int _code;

    private Move(int code) => _code = code;

    /// <summary>The due write took effect just before the last visible one that does not look.</summary>
    public static Move HideDue { get; } = new(HideCode);

    public bool HidesDue => _code == HideCode;

    public bool IsUnknown => _code < 0;

    /// <summary>The certain operation that takes effect.</summary>
    public int Operation => _code;

    /// <summary>The class of unknown operations one of which takes effect.</summary>
    public int UnknownClass => ~_code;

    public static Move Of(int certain) => new(certain);

    public static Move OfUnknown(int unknownClass) => new(~unknownClass);
}
