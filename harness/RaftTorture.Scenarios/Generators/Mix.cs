using System.Collections.Immutable;

namespace RaftTorture.Scenarios.Generators;

/// <summary>A random one of several, each as likely; over when all are over. Name one twice to double its share.</summary>
public sealed record Mix<T>(Dice Dice, ImmutableArray<IGenerator<T>> Choices) : IGenerator<T>
{
    public Step<T> Next(Context context)
    {
        if (Choices.IsEmpty)
            return new Step<T>.Done();
        var dice = Dice;
        var chosen = dice.Below(Choices.Length);
        var step = Choices[chosen].Next(context);
        return step is Step<T>.Done
            ? new Mix<T>(dice, Choices.RemoveAt(chosen)).Next(context)
            : step.Wrap(then => new Mix<T>(dice, Choices.SetItem(chosen, then)));
    }

    public IGenerator<T> Observe(Outcome<T> outcome) =>
        this with { Choices = [.. Choices.Select(choice => choice.Observe(outcome))] };
}
