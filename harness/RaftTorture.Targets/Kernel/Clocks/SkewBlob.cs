using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace RaftTorture.Targets.Kernel.Clocks;

/// <summary>The machine code of <c>Blob/skew.c</c>, as <c>Blob/build.sh</c> compiled it, and where its functions start.</summary>
internal sealed class SkewBlob
{
    /// <summary>The first bytes of its table: who finds them in a vDSO knows that the process is patched.</summary>
    public const ulong Magic = 0x4e4f4c49454b434c;

    /// <summary>Where the turn is: the byte that says which of the two lies is in force.</summary>
    public const int TurnOffset = 8;

    public const int LiesOffset = 16;

    /// <summary>What comes before the code.</summary>
    public const int TableBytes = LiesOffset + 2 * ClockLie.Bytes;

    private const string ClockGettime = "skewed_clock_gettime";

    /// <summary>The vDSO's functions that are replaced, by both of their names, and what replaces them.</summary>
    private static readonly (string Symbol, string Entry)[] Replacements =
    [
        ("__vdso_clock_gettime", ClockGettime),
        ("clock_gettime", ClockGettime),
        ("__vdso_gettimeofday", "skewed_gettimeofday"),
        ("gettimeofday", "skewed_gettimeofday"),
        ("__vdso_time", "skewed_time"),
        ("time", "skewed_time"),
    ];

    private static readonly Lazy<SkewBlob> OfX64 = new(() => new SkewBlob("skew.x86-64"));

    private readonly Dictionary<string, int> _entries;

    private SkewBlob(string name)
    {
        Code = Resource($"{name}.bin");
        var lines = Encoding.ASCII.GetString(Resource($"{name}.offsets")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _entries = lines.Where(line => !line.StartsWith('#')).Select(line => line.Split(' ')).ToDictionary(pair => pair[0], pair => Hex(pair[1]));
    }

    /// <summary>Why there is none for this machine, or null if there is.</summary>
    public static string? WhyMissing =>
        !OperatingSystem.IsLinux() ? "the clock of one process can be skewed on Linux only"
        : RuntimeInformation.ProcessArchitecture is var architecture and not Architecture.X64 ? $"skewing the clock of one process is written for x86-64, and this is {architecture}"
        : null;

    /// <exception cref="KernelException">There is none for this machine.</exception>
    public static SkewBlob OfThisMachine => WhyMissing is { } why ? throw new KernelException(why) : OfX64.Value;

    public byte[] Code { get; }

    /// <summary>Which offsets of a vDSO must jump to which offsets of this. Two names of one function are one jump.</summary>
    /// <exception cref="KernelException">The vDSO has no clock that could be replaced.</exception>
    public IReadOnlyDictionary<int, int> JumpsFor(IReadOnlyDictionary<string, int> symbols)
    {
        var jumps = new SortedDictionary<int, int>();
        foreach (var (symbol, entry) in Replacements)
        {
            if (symbols.TryGetValue(symbol, out var from))
                jumps[from] = _entries[entry];
        }

        return jumps.ContainsValue(_entries[ClockGettime]) ? jumps : throw new KernelException("the vDSO of this kernel has no clock_gettime");
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static byte[] Resource(string name)
    {
        using var stream = typeof(SkewBlob).Assembly.GetManifestResourceStream($"Clocks.{name}") ?? throw new InvalidOperationException($"{name} is not embedded");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
