using Spectre.Console;

namespace RaftTorture.Cli.Progress;

/// <summary>Shows a run while it lasts.</summary>
public abstract class ProgressView
{
    private readonly TimeSpan _interval;

    protected ProgressView(TimeSpan interval) => _interval = interval;

    /// <summary>A picture that is redrawn where someone watches; lines where the output goes to a file.</summary>
    public static ProgressView For(IAnsiConsole console) =>
        console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi ? new LiveProgress(console) : new PlainProgress(console.Profile.Out.Writer);

    /// <summary>Returns once the run has ended, however it did: its outcome is for whoever awaits it.</summary>
    public abstract Task ShowUntilAsync(Task run, RunMeter meter);

    /// <summary>Calls <paramref name="show"/> at every interval until the run has ended.</summary>
    protected async Task RepeatAsync(Task run, Action show)
    {
        while (await Task.WhenAny(run, Task.Delay(_interval)) != run)
            show();
    }
}
