using System.Collections.Immutable;
using RaftTorture.Targets.Systems;

namespace RaftTorture.Targets.Kernel.Clocks.Faketime;

/// <summary>Where a node that was started with libfaketime finds it, by the paths that the node itself sees.</summary>
/// <param name="Library">The library.</param>
/// <param name="File">What it reads: how wrong its clock is. Its directory is nobody else's.</param>
internal sealed record FaketimePlace(string Library, string File)
{
    /// <summary>Tells the true time.</summary>
    public static readonly string Truth = new FakedTime().Line(TimeSpan.Zero);

    /// <remarks>
    /// The file is read at each look at the clock, which then takes some microseconds. A cache would take none, but is kept for a second at
    /// least: no strobe could be had, and each jump and each heal would come at some moment after it was reported.
    /// </remarks>
    public ImmutableSortedDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = Library,
        ["FAKETIME_TIMESTAMP_FILE"] = File,
        ["FAKETIME_NO_CACHE"] = "1",
        // A monotonic clock that jumps is nothing that a machine does, and stalls the timers of .NET.
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        // Its way around a fault of old C libraries, on by default, makes waits on the monotonic clock end late on new ones: by 100 ms and more.
        ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
        // Times of files are the disk's, not the clock's.
        ["NO_FAKE_STAT"] = "1",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>The same node, started with the library.</summary>
    public NodeLaunch Into(NodeLaunch launch) => launch with { Environment = launch.Environment.SetItems(Environment) };
}
