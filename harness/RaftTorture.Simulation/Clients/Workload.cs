using RaftTorture.Checking.Histories;
using RaftTorture.Raft;

namespace RaftTorture.Simulation.Clients;

/// <summary>Registers: reads, writes of values that nobody else writes, and compare-and-sets that have a chance.</summary>
internal sealed class Workload(Dice dice, int keys, int readPercent, int casPercent)
{
    /// <summary>So that no key gathers more operations in doubt than its judge can bear.</summary>
    private const int CommandsPerGeneration = 400;

    private readonly SortedDictionary<string, string?> _lastSeen = new(StringComparer.Ordinal);
    private int _made;

    /// <summary>Writes and reads take turns, so that whoever waits for both does not wait for luck.</summary>
    public bool Alternates { get; set; }

    public ClientCommand Next()
    {
        var key = $"k{dice.Between(1, keys)}-{_made / CommandsPerGeneration}";
        var value = $"v{++_made}";
        if (Alternates)
            return _made % 2 == 0 ? ClientCommand.Read(key) : ClientCommand.Write(key, value);
        var roll = dice.Between(1, 100);
        return roll <= readPercent ? ClientCommand.Read(key)
            : roll <= readPercent + casPercent ? ClientCommand.Cas(key, _lastSeen.GetValueOrDefault(key), value)
            : ClientCommand.Write(key, value);
    }

    /// <summary>Somebody learned what a key holds: a compare-and-set may expect it.</summary>
    public void Saw(string key, Value value) => _lastSeen[key] = value is Value.Text text ? text.Content : null;
}
