using RaftTorture.Running.Ports;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Cli.Worlds;

/// <summary>The programs of nodes that a person names; null where none is named.</summary>
/// <param name="Binary"><c>--node-binary</c>: what is tortured instead of the reference node.</param>
/// <param name="OtherBinary"><c>--other-node-binary</c>: the same of another version.</param>
public sealed record NodePrograms(string? Binary = null, string? OtherBinary = null)
{
    /// <summary>Whether the project's own node is tortured, whose names of nodes are its own.</summary>
    public bool IsOwnNode => Binary is null;

    /// <summary>The node's program. Looked for before a directory is made, so that a wrong path leaves no empty run behind.</summary>
    /// <exception cref="ClusterException">It is missing.</exception>
    public string Located => Existing(Binary ?? NodeBinary.Locate(), "--node-binary");

    /// <summary>The other version's, or null if there is none.</summary>
    /// <exception cref="ClusterException">It is missing.</exception>
    public string? OtherLocated => OtherBinary is null ? null : Existing(OtherBinary, "--other-node-binary");

    /// <summary>What somebody who repeats the run must say.</summary>
    public IReadOnlyList<string> Flags =>
    [
        .. Binary is null ? Array.Empty<string>() : ["--node-binary", Binary],
        .. OtherBinary is null ? Array.Empty<string>() : ["--other-node-binary", OtherBinary],
    ];

    private static string Existing(string path, string flag) =>
        File.Exists(path) ? path : throw new ClusterException($"node binary {path} is missing: build it, or correct {flag}");
}
