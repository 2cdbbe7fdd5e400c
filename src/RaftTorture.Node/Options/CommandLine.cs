using System.Text;

namespace RaftTorture.Node.Options;

/// <summary>Reads a node's command line by the table of options, and names all that is wrong with it at once.</summary>
internal static class CommandLine
{
    public static bool AsksForHelp(IReadOnlyList<string> arguments) => arguments.Contains("--help") || arguments.Contains("-h");

    /// <summary>The options as a table.</summary>
    public static string Help()
    {
        var text = new StringBuilder("usage: RaftTorture.Node --id n1 --data DIR --client-port PORT --peer-port PORT [option]...\n\n");
        foreach (var row in OptionTable.Rows)
            text.Append($"  {$"{row.Name} {row.Value}",-36} {row.Help}\n");
        return text.ToString();
    }

    /// <exception cref="FormatException">Something is missing or wrong: the message names all of it, on one line.</exception>
    public static NodeOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new NodeOptions();
        var problems = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            try
            {
                var row = Row(name);
                options = row.Take(options, row.Value is null ? "" : ++i < arguments.Count ? arguments[i] : throw new FormatException("a value is missing"));
            }
            catch (FormatException e)
            {
                problems.Add($"{name}: {e.Message}");
            }
        }

        problems.AddRange(OptionProblems.Of(options));
        return problems.Count == 0 ? options : throw new FormatException($"{string.Join("; ", problems)} (--help lists the options)");
    }

    private static NodeOption Row(string name) =>
        OptionTable.Rows.FirstOrDefault(row => row.Name == name) ?? throw new FormatException("is not an option of a node");
}
