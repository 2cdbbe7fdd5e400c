using System.Diagnostics;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>How soon a node answered, asked many times at a steady pace whether or not it had answered before.</summary>
/// <param name="AnswersMs">How long each answer took, milliseconds; where there was none, how long it was waited for.</param>
/// <param name="Unanswered">How many had none.</param>
internal sealed record Pulse(IReadOnlyList<double> AnswersMs, int Unanswered)
{
    /// <summary>Out of step with what happens every tenth of a second, so that every part of it is met.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(23);

    public double MeanMs => AnswersMs.Average();

    /// <summary>How it answers when nothing else is in its way: a busy machine is late now and then.</summary>
    public double LowerQuartileMs => AnswersMs.Order().ElementAt(AnswersMs.Count / 4);

    public double WorstMs => AnswersMs.Max();

    /// <summary>Asks a number of times.</summary>
    /// <param name="askAsync">Asks once: true if it answered. It must give up by itself.</param>
    public static async Task<Pulse> TakeAsync(int beats, Func<CancellationToken, Task<bool>> askAsync, CancellationToken cancellation)
    {
        var asked = new List<Task<(bool Answered, double Ms)>>();
        using var pace = new PeriodicTimer(Beat);
        do
        {
            asked.Add(AskAsync(askAsync, cancellation));
        }
        while (asked.Count < beats && await pace.WaitForNextTickAsync(cancellation));
        var answers = await Task.WhenAll(asked);
        return new Pulse([.. answers.Select(answer => answer.Ms)], answers.Count(answer => !answer.Answered));
    }

    public override string ToString() =>
        $"answers in {MeanMs:0.0} ms on average, {WorstMs:0} at worst" + (Unanswered > 0 ? $", {Unanswered} of {AnswersMs.Count} not at all" : "");

    private static async Task<(bool Answered, double Ms)> AskAsync(Func<CancellationToken, Task<bool>> askAsync, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var answered = await askAsync(cancellation);
        return (answered, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }
}
