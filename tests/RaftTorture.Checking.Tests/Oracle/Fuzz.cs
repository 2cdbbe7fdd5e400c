using System.Globalization;
using System.Reflection;

namespace RaftTorture.Checking.Tests.Oracle;

/// <summary>
/// From which seed random histories are made, and how many. Each commit has a seed of its own, so that what no seed has shown yet is still looked for, and a
/// commit that failed fails again.
/// </summary>
internal static class Fuzz
{
    private const string SeedVariable = "RAFTTORTURE_FUZZ_SEED";
    private const string LongVariable = "RAFTTORTURE_LONG_FUZZ";
    private const ulong FixedSeed = 20_261_129;
    private const int SeedDigits = 16;

    /// <summary>What was asked for, else the commit that this was built from, else always the same.</summary>
    public static ulong Seed { get; } =
        Environment.GetEnvironmentVariable(SeedVariable) is { } given ? ulong.Parse(given, CultureInfo.InvariantCulture) : OfCommit() ?? FixedSeed;

    /// <summary>More on demand, for a long run.</summary>
    public static int Histories(int always, int onDemand) => Environment.GetEnvironmentVariable(LongVariable) is null ? always : onDemand;

    /// <summary>How to make the same histories again, for the messages of failed tests.</summary>
    public static string Repeat(ulong seed) => $"{SeedVariable}={seed}";

    private static ulong? OfCommit()
    {
        var version = typeof(Fuzz).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        var commit = version[(version.IndexOf('+', StringComparison.Ordinal) + 1)..];
        return commit.Length >= SeedDigits && ulong.TryParse(commit[..SeedDigits], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var seed) ? seed : null;
    }
}
