using System.Diagnostics;
using RaftTorture.Targets.Systems.Reference;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace RaftTorture.Targets.Tests.Docker;

/// <summary>The files in <c>docker/</c> as they stand in the repository.</summary>
internal static class DockerFolder
{
    public static string Read(string file) => File.ReadAllText(Path.Combine(Root(), "docker", file));

    /// <summary>The services of the compose file by name.</summary>
    public static IReadOnlyDictionary<string, ComposeService> Services()
    {
        var parser = new MergingParser(new Parser(new StringReader(Read("compose.yaml"))));
        return new DeserializerBuilder().IgnoreUnmatchedProperties().Build().Deserialize<ComposeFile>(parser).Services;
    }

    /// <summary>What the node says of its options.</summary>
    public static async Task<string> NodeHelpAsync()
    {
        using var node = Process.Start(NodeBinary.ToStart(NodeBinary.Locate(), ["--help"]))!;
        return await node.StandardOutput.ReadToEndAsync();
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "RaftTorture.sln")))
            directory = directory.Parent!;
        return directory.FullName;
    }
}

internal sealed class ComposeFile
{
    [YamlMember(Alias = "services")]
    public Dictionary<string, ComposeService> Services { get; set; } = [];
}

internal sealed class ComposeService
{
    [YamlMember(Alias = "image")]
    public string Image { get; set; } = "";

    [YamlMember(Alias = "ports")]
    public List<string> Ports { get; set; } = [];

    [YamlMember(Alias = "command")]
    public string Command { get; set; } = "";

    /// <summary>The command's flags, each with its value.</summary>
    [YamlIgnore]
    public IReadOnlyList<(string Flag, string Value)> Flags =>
        [.. Command.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Chunk(2).Select(pair => (pair[0], pair[1]))];

    public IReadOnlyList<string> All(string flag) => [.. Flags.Where(each => each.Flag == flag).Select(each => each.Value)];
}
