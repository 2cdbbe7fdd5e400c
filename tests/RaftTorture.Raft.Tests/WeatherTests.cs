using RaftTorture.TestKit.Worlds;

namespace RaftTorture.Raft.Tests;

/// <summary>Messages are lost, doubled, late and out of order: it costs time, and nothing else.</summary>
public sealed class WeatherTests
{
    [Test]
    public void Every_acknowledged_write_survives_bad_weather([ValueSource(nameof(AllWeather))] Weather weather, [Range(1, 8)] int seed)
    {
        var world = new RaftWorld(new WorldOptions { Nodes = 5, Seed = (ulong)seed });
        world.Network.Weather = weather;
        for (var i = 0; i < 20; i++)
        {
            if (world.Leader is { } leader)
                world.Propose(leader.Id, $"k{i}={i}");
            world.Run(100);
        }

        world.Converge();
        world.AssertNothingIsLost();
        Assert.That(world.Writes.Count(write => write.Outcome == Outcome.Ok), Is.GreaterThan(0));
    }

    [Test]
    public void The_same_seed_plays_the_same_story_and_another_seed_another()
    {
        string[] stories = [Story(seed: 1), Story(seed: 1), Story(seed: 2)];
        Assert.That(stories[1], Is.EqualTo(stories[0]));
        Assert.That(stories[2], Is.Not.EqualTo(stories[0]));
    }

    private static IEnumerable<Weather> AllWeather() => [Weather.Lossy, Weather.Doubling, Weather.Reordering, Weather.Slow, Weather.Stormy];

    private static string Story(ulong seed)
    {
        var world = new RaftWorld(new WorldOptions { Nodes = 5, Seed = seed });
        world.Network.Weather = Weather.Stormy;
        world.Run(3_000);
        return world.Trace.ToString()[$"seed {seed}".Length..];
    }
}
