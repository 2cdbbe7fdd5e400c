using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RaftTorture.Checking.Tests.Engines.Mutations;

/// <summary>
/// The judge and all that tries it, compiled again as one assembly: with one rule broken, or so that nothing is inlined. So the product needs no seams for
/// the sake of being broken, and any line of it can be.
/// </summary>
internal static class CompiledJudge
{
    /// <summary>What the projects get from <c>ImplicitUsings</c>.</summary>
    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Threading; global using System.Threading.Tasks; global using NUnit.Framework;";

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.CSharp14);

    /// <summary>The whole judge as it is, a tree a file, of which each mutation changes one.</summary>
    private static readonly Lazy<CSharpCompilation> Whole = new(() => CSharpCompilation.Create(
        "CompiledJudge",
        [CSharpSyntaxTree.ParseText(Usings, Parsing), .. Resources().Select(name => CSharpSyntaxTree.ParseText(Read(name), Parsing, name))],
        References(),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release)
            .WithNullableContextOptions(NullableContextOptions.Enable)));

    /// <returns>The fuzz of an engine, see <see cref="Trials.Run"/>, of the judge with the broken rule.</returns>
    public static Action<string> With(Mutation mutation)
    {
        var tree = Whole.Value.SyntaxTrees.Single(tree => IsOfJudge(tree.FilePath) && Path.GetFileNameWithoutExtension(tree.FilePath) == mutation.File);
        var pieces = tree.ToString().Split(mutation.Rule);
        Assert.That(pieces, Has.Length.EqualTo(2), "the rule stands in its file exactly once");
        var broken = CSharpSyntaxTree.ParseText(string.Join(mutation.Broken, pieces), Parsing, tree.FilePath);
        return Method<Action<string>>(Whole.Value.ReplaceSyntaxTree(tree, broken), typeof(Trials), nameof(Trials.Run));
    }

    /// <returns><see cref="LooksByPart.Of"/> where each method has a frame of its own on the stack.</returns>
    public static Func<string, int, Dictionary<string, int>> WithoutInlining()
    {
        var compilation = Whole.Value.WithOptions(Whole.Value.Options.WithOptimizationLevel(OptimizationLevel.Debug));
        return Method<Func<string, int, Dictionary<string, int>>>(compilation, typeof(LooksByPart), nameof(LooksByPart.Of));
    }

    private static T Method<T>(CSharpCompilation compilation, Type type, string name)
        where T : Delegate =>
        Load(Compile(compilation)).GetType(type.FullName!)!.GetMethod(name)!.CreateDelegate<T>();

    private static byte[] Compile(CSharpCompilation compilation)
    {
        using var output = new MemoryStream();
        var result = compilation.Emit(output);
        Assert.That(result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error), Is.Empty, "the mutation compiles");
        return output.ToArray();
    }

    private static Assembly Load(byte[] assembly) => new AssemblyLoadContext("mutated", isCollectible: true).LoadFromStream(new MemoryStream(assembly));

    /// <summary>All that this process may load, but the judge itself.</summary>
    private static IEnumerable<MetadataReference> References() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(path => !Path.GetFileName(path).StartsWith("RaftTorture.", StringComparison.Ordinal))
        .Select(path => MetadataReference.CreateFromFile(path));

    private static IEnumerable<string> Resources() =>
        typeof(CompiledJudge).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".cs", StringComparison.Ordinal));

    private static bool IsOfJudge(string name) => name.StartsWith("judge/", StringComparison.Ordinal);

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(CompiledJudge).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
