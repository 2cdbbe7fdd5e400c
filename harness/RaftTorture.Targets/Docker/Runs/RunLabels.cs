using System.Collections.Immutable;

namespace RaftTorture.Targets.Docker.Runs;

/// <summary>The labels of all that a run makes in a container engine: whose it is, so that nothing is left that nobody finds.</summary>
internal sealed record RunLabels(string RunId, HarnessIdentity Harness)
{
    public const string RunLabel = "rafttorture.run";
    public const string HarnessLabel = "rafttorture.harness";
    public const string NodeLabel = "rafttorture.node";

    private const int LongestPrefix = 40;

    public static RunLabels OfOwn(string runId) => new(runId, HarnessIdentity.Own);

    /// <summary>What the names of its things begin with. A name cannot hold all that a run's id may; the labels tell runs apart.</summary>
    public string Prefix
    {
        get
        {
            var plain = string.Concat(RunId.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).ToLowerInvariant();
            return $"rt-{(plain.Length <= LongestPrefix ? plain : plain[^LongestPrefix..])}-{Harness.Process.Pid}";
        }
    }

    /// <summary>What to filter by to find all of this run.</summary>
    public string Filter => $"{RunLabel}={RunId}";

    public ImmutableSortedDictionary<string, string> All => ImmutableSortedDictionary<string, string>.Empty
        .Add(RunLabel, RunId)
        .Add(HarnessLabel, Harness.ToString());

    public ImmutableSortedDictionary<string, string> OfNode(string node) => All.Add(NodeLabel, node);
}
