using System.Globalization;
using RaftTorture.Targets.Kernel.Hosting;
using RaftTorture.Targets.Kernel.Programs;

namespace RaftTorture.Targets.Kernel.Clocks.Faketime;

/// <summary>libfaketime as it is installed on the machine of the harness.</summary>
/// <param name="Path">Of the library for programs with threads; null if there is none.</param>
internal sealed record FaketimeLibrary(string? Path)
{
    private const string FileName = "libfaketimeMT.so.1";

    /// <summary>What a person types who has it not.</summary>
    private const string Remedy = "apt-get install libfaketime";

    /// <summary>What it cannot do: said before a run, so that nobody takes silence for a wrong clock.</summary>
    private const string Limits = "wall clocks only, of programs that ask the C library: not of static ones, nor of Go";

    private static readonly string[] Places = ["/usr/lib", "/usr/lib64", "/lib", "/usr/local/lib"];

    public static FaketimeLibrary Installed { get; } = new(Places.SelectMany(Candidates).FirstOrDefault(File.Exists));

    /// <summary>Has a program tell the time a day ahead.</summary>
    public async Task<Ability> ProbeAsync(CancellationToken cancellation)
    {
        if (Path is null)
            return Ability.Missing("libfaketime is not installed", Remedy);
        try
        {
            var ahead = await AheadAsync(Path, TimeSpan.FromDays(1), cancellation);
            return ahead > TimeSpan.FromHours(23)
                ? new FaketimeAbility(Path, $"by libfaketime, preloaded: {Limits}")
                : Ability.Missing($"a program with {Path} tells the true time, and not tomorrow's", Remedy);
        }
        catch (KernelException refused)
        {
            return Ability.Missing($"libfaketime does not work: {refused.Message}", Remedy);
        }
    }

    private static async Task<TimeSpan> AheadAsync(string library, TimeSpan offset, CancellationToken cancellation)
    {
        var directory = Directory.CreateTempSubdirectory("raft-torture-faketime-");
        try
        {
            var place = new FaketimePlace(library, System.IO.Path.Combine(directory.FullName, "now"));
            await File.WriteAllTextAsync(place.File, new FakedTime(offset.TotalMilliseconds).Line(TimeSpan.Zero), cancellation);
            await using var own = new OwnKernel();
            var said = await own.DemandAsync("env", [.. place.Environment.Select(each => $"{each.Key}={each.Value}"), "date", "+%s"], null, cancellation);
            return DateTimeOffset.FromUnixTimeSeconds(long.Parse(said.Trim(), CultureInfo.InvariantCulture)) - DateTimeOffset.UtcNow;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>In the directory of the machine's own architecture, as Debian has it, or without one.</summary>
    private static IEnumerable<string> Candidates(string place) =>
        !Directory.Exists(place) ? []
        : Directory.EnumerateDirectories(place, "*-linux-*").Order(StringComparer.Ordinal).Append(place).Select(each => System.IO.Path.Combine(each, "faketime", FileName));
}

/// <summary>Clocks can be made wrong by libfaketime: nodes must be started with it.</summary>
/// <param name="Library">Its path on the machine of the harness.</param>
internal sealed record FaketimeAbility(string Library, string Words) : Ability(true, Words);
