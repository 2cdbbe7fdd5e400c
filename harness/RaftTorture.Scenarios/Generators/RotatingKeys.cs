using System.Collections.Immutable;
using RaftTorture.Scenarios.Workloads;

namespace RaftTorture.Scenarios.Generators;

/// <summary>The load on one key.</summary>
public sealed record KeyLoad(string Key, IGenerator<Operation> Load);

/// <summary>
/// Load on several keys at once. A key whose load is over is retired, and a fresh one takes its place: the history of a key stays
/// short enough to be searched, however long the run.
/// </summary>
/// <remarks>Each operation goes to a random key in play, not to the next: so workers also meet on one key.</remarks>
public sealed record RotatingKeys : IGenerator<Operation>
{
    private readonly Func<long, KeyLoad> _open;

    /// <param name="keyCount">Keys in play at once.</param>
    /// <param name="open">The load on the n-th key, counted from 0. It must not be over from the start.</param>
    public RotatingKeys(int keyCount, Dice dice, Func<long, KeyLoad> open)
    {
        _open = open;
        Dice = dice;
        InPlay = [.. Enumerable.Range(0, keyCount).Select(number => open(number))];
        Opened = keyCount;
    }

    private Dice Dice { get; init; }

    private ImmutableArray<KeyLoad> InPlay { get; init; }

    private long Opened { get; init; }

    public Step<Operation> Next(Context context)
    {
        var dice = Dice;
        var lane = dice.Below(InPlay.Length);
        var step = InPlay[lane].Load.Next(context);
        return step is Step<Operation>.Done
            ? Retire(lane).Next(context)
            : step.Wrap(load => With(lane, load) with { Dice = dice });
    }

    /// <summary>A late outcome on a retired key teaches nobody.</summary>
    public IGenerator<Operation> Observe(Outcome<Operation> outcome)
    {
        for (var lane = 0; lane < InPlay.Length; lane++)
        {
            if (InPlay[lane].Key == outcome.Item.Key)
                return With(lane, InPlay[lane].Load.Observe(outcome));
        }

        return this;
    }

    private RotatingKeys With(int lane, IGenerator<Operation> load) =>
        this with { InPlay = InPlay.SetItem(lane, InPlay[lane] with { Load = load }) };

    private RotatingKeys Retire(int lane) => this with { InPlay = InPlay.SetItem(lane, _open(Opened)), Opened = Opened + 1 };
}
