using RaftTorture.Replica;
using RaftTorture.Simulation.Invariants;
using RaftTorture.Simulation.Runs;
using RaftTorture.TestKit.Worlds;
using RaftTorture.Zoo;

namespace RaftTorture.Simulation.Tests.Zoo;

/// <summary>A story that must end well with sound nodes, and not with the animal.</summary>
/// <param name="Animal">Who is proved to be dangerous.</param>
/// <param name="Seen">What sees it: the name of an invariant, or of a run's finding.</param>
/// <param name="Tell">Tells the story of nodes that rest on this; returns what was seen, or null.</param>
internal sealed record KillProof(Animal Animal, string Seen, Func<ReplicaSeams, string?> Tell)
{
    /// <summary>What a story has seen that asks in vain for progress.</summary>
    public const string NoProgress = nameof(TimeoutException);

    /// <summary>A story of bare cores whose clocks the story moves, as in the paper's figures.</summary>
    public static KillProof OfCores(Animal animal, string seen, int nodes, Action<RaftWorld> story, params string[] overlooked) =>
        OfCores(animal, seen, WorldOptions.AsInTheFigures(nodes) with { Overlooked = overlooked }, story);

    public static KillProof OfCores(Animal animal, string seen, WorldOptions options, Action<RaftWorld> story) =>
        new(animal, seen, seams => SeenIn(new RaftWorld(options with { Rules = seams.Rules, Tamper = seams.Effects }), story));

    /// <summary>A run of whole replicas.</summary>
    public static KillProof OfRun(Animal animal, string seen, RunPlan plan) => new(animal, seen, seams => SimulatedRun.Of(plan, seams).Finding?.Name);

    public override string ToString() => $"{Animal.Id} {Seen}";

    private static string? SeenIn(RaftWorld world, Action<RaftWorld> story)
    {
        try
        {
            story(world);
            return null;
        }
        catch (InvariantBrokenException broken)
        {
            return broken.Invariant;
        }
        catch (TimeoutException)
        {
            return NoProgress;
        }
    }
}
