using System.Diagnostics;
using System.Text.RegularExpressions;
using RaftTorture.Running.Ports;

namespace RaftTorture.Targets.Docker.Images;

/// <summary>The shared libraries that programs of this machine need, as its own loader finds them.</summary>
internal static partial class SharedLibraries
{
    /// <summary>What the programs and libraries named need, the loader itself among it, in the order of the paths.</summary>
    /// <exception cref="ClusterException">This machine has no <c>ldd</c>.</exception>
    public static async Task<IReadOnlyList<string>> NeededByAsync(IEnumerable<string> files, CancellationToken cancellation)
    {
        // The loader is started anew for each file, and takes its time: a hundred plug-ins are three seconds of one core.
        var parts = files.Index().GroupBy(each => each.Index % Environment.ProcessorCount, each => each.Item);
        var said = await Task.WhenAll(parts.Select(part => AskLoaderAsync(part, cancellation)));
        return [.. said.SelectMany(text => Paths().Matches(text)).Select(match => match.Groups["path"].Value).Distinct().Where(File.Exists).Order(StringComparer.Ordinal)];
    }

    private static async Task<string> AskLoaderAsync(IEnumerable<string> files, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("ldd", files) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var ldd = Process.Start(start)!;
            // A file that is not dynamic is complained of, and needs nothing.
            var complaints = ldd.StandardError.ReadToEndAsync(cancellation);
            var said = await ldd.StandardOutput.ReadToEndAsync(cancellation);
            await complaints;
            return said;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new ClusterException($"an image cannot be made of what is installed here: no ldd ({missing.Message}); apt-get install libc-bin", missing);
        }
    }

    /// <summary><c>libm.so.6 => /lib/libm.so.6 (0x…)</c>, or <c>/lib64/ld-linux.so.2 (0x…)</c> for the loader.</summary>
    [GeneratedRegex(@"^\s+(\S+ => )?(?<path>/\S+) \(0x", RegexOptions.Multiline)]
    private static partial Regex Paths();
}
