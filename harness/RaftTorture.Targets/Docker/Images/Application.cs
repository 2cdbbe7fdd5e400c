using System.Text.Json;
using RaftTorture.Running.Ports;

namespace RaftTorture.Targets.Docker.Images;

/// <summary>A program of .NET, or any other, as it lies in its directory among others.</summary>
/// <param name="Directory">Where.</param>
/// <param name="Program">The file that is run: an assembly, or an executable.</param>
internal sealed record Application(string Directory, string Program)
{
    /// <param name="path">Of the assembly or the executable; of an executable that only starts the assembly beside it, that is taken.</param>
    /// <exception cref="ClusterException">It is not there.</exception>
    public static Application At(string path)
    {
        if (!File.Exists(path))
            throw new ClusterException($"{path} is missing: build it, or correct the path");
        var name = Path.GetFileName(path);
        var assembly = name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? name : $"{Bare(name)}.dll";
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return new Application(directory, File.Exists(Path.Combine(directory, assembly)) ? assembly : name);
    }

    /// <summary>How it is started where its files lie in <paramref name="place"/>.</summary>
    public IReadOnlyList<string> CommandIn(string place) => IsAssembly ? ["dotnet", $"{place}/{Program}"] : [$"{place}/{Program}"];

    /// <summary>Puts its files into a tree: those that its list of dependencies names, or the whole directory if there is no such list.</summary>
    public void AddTo(FileTree tree, string place)
    {
        var list = Path.Combine(Directory, Path.ChangeExtension(Program, ".deps.json"));
        if (!IsAssembly || !File.Exists(list))
        {
            tree.AddDirectory(place, Directory);
            return;
        }

        string[] own = [Program, Path.GetFileName(list), Path.ChangeExtension(Program, ".runtimeconfig.json")];
        foreach (var file in own.Concat(NamedIn(list)).Where(file => File.Exists(Path.Combine(Directory, file))))
            tree.AddFile($"{place}/{file}", Path.Combine(Directory, file));
    }

    private static string Bare(string name) => name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;

    private bool IsAssembly => Program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);

    /// <summary>Each dependency by the two paths at which it can lie: beside the program, or below it where it differs by platform.</summary>
    private static IEnumerable<string> NamedIn(string list)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(list));
        return
        [
            .. from target in document.RootElement.GetProperty("targets").EnumerateObject()
               from library in target.Value.EnumerateObject()
               from kind in library.Value.EnumerateObject()
               where kind.Name is "runtime" or "native" or "runtimeTargets" or "resources"
               from file in kind.Value.EnumerateObject()
               from path in new[] { Path.GetFileName(file.Name), file.Name }
               select path,
        ];
    }
}
