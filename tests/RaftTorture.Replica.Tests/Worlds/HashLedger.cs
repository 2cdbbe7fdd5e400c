using System.Text.Json;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Tests.Worlds;

/// <summary>The state's hash at each index, as the first node that was there had it: every other one must have the same, in every life.</summary>
internal sealed class HashLedger
{
    private readonly Dictionary<long, ulong> _hashes = [];
    private readonly SortedDictionary<NodeId, int> _linesRead = [];

    /// <summary>Looks at a node between two batches, and at each index that its trace tells of.</summary>
    public void Take(WorldNode node)
    {
        if (node.IsUp)
            Expect(node, node.Replica.AppliedIndex.Value, node.Replica.StateHash);
        var from = _linesRead.GetValueOrDefault(node.Id);
        foreach (var line in node.TraceLines.Skip(from).Where(line => line.Contains("\"Applied\"")))
            Take(node, JsonDocument.Parse(line).RootElement);
        _linesRead[node.Id] = node.TraceLines.Count;
    }

    private void Take(WorldNode node, JsonElement line)
    {
        var hash = Convert.ToUInt64(line.GetProperty("extra").GetProperty("stateHash").GetString(), 16);
        Expect(node, line.GetProperty("event").GetProperty("applied").GetInt64(), hash);
    }

    private void Expect(WorldNode node, long index, ulong hash)
    {
        if (!_hashes.TryAdd(index, hash))
            Assert.That(hash, Is.EqualTo(_hashes[index]), $"the state of {node} at {index} is not that of the others");
    }
}
