using RaftTorture.Running.Ports;
using RaftTorture.Scenarios.Plans;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Cli.Worlds;

/// <summary>The programs of nodes that a person names; null where none is named.</summary>
/// <param name="Binary"><c>--node-binary</c>: what is tortured instead of the reference node.</param>
/// <param name="OtherBinary"><c>--other-node-binary</c>: the same of another version.</param>
/// <param name="Image"><c>--node-image</c>: an image of the engine, for worlds of containers.</param>
/// <param name="OtherImage"><c>--other-node-image</c>: the same of another version.</param>
public sealed record NodePrograms(string? Binary = null, string? OtherBinary = null, string? Image = null, string? OtherImage = null)
{
    /// <summary>Whether the project's own node is tortured, whose names of nodes are its own.</summary>
    public bool IsOwnNode => Binary is null && Image is null;

    /// <summary>Whether there are two versions for restarts to go between.</summary>
    public bool HasOther => OtherBinary is not null || OtherImage is not null;

    /// <summary>A world without containers has no use for images.</summary>
    /// <exception cref="PlanException">One is named.</exception>
    public void DemandNoImages(string world)
    {
        if (Image is not null || OtherImage is not null)
            throw new PlanException($"--node-image and --other-node-image are for --world docker: the {world} world starts programs");
    }

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
        .. Image is null ? Array.Empty<string>() : ["--node-image", Image],
        .. OtherImage is null ? Array.Empty<string>() : ["--other-node-image", OtherImage],
    ];

    private static string Existing(string path, string flag) =>
        File.Exists(path) ? path : throw new ClusterException($"node binary {path} is missing: build it, or correct {flag}");
}
