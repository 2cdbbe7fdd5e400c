using System.Xml.Linq;

namespace RaftTorture.Architecture.Tests;

/// <summary>What a .csproj says that concerns the architecture.</summary>
/// <param name="Name">Its name without the extension.</param>
/// <param name="References">Names of the projects that it references.</param>
/// <param name="Packages">Packages and frameworks that it asks for.</param>
/// <param name="IsMarkedPure">True if the banned symbols are enforced on it.</param>
internal sealed record ProjectFile(string Name, IReadOnlyList<string> References, IReadOnlyList<string> Packages, bool IsMarkedPure)
{
    public static ProjectFile Parse(string name, string xml)
    {
        var project = XDocument.Parse(xml);
        return new ProjectFile(
            name,
            [.. Included(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))],
            [.. Included(project, "PackageReference"), .. Included(project, "FrameworkReference")],
            project.Descendants("RaftTorturePurity").Any(purity => purity.Value == "Pure"));
    }

    public static ProjectFile Read(FileInfo file) => Parse(Path.GetFileNameWithoutExtension(file.Name), File.ReadAllText(file.FullName));

    private static IEnumerable<string> Included(XDocument project, string element) =>
        project.Descendants(element).Select(item => (string?)item.Attribute("Include")).OfType<string>();
}
