using Spectre.Console;

namespace RaftTorture.Cli;

/// <summary>Where the output goes: colours and pictures for a person, plain text for a file or a pipe.</summary>
public static class Terminal
{
    private const int PlainWidth = 120;

    public static IAnsiConsole Open(TextWriter output)
    {
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        if (!isTerminal)
            console.Profile.Width = PlainWidth;
        return console;
    }
}
