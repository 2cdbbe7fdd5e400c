using System.Text.Json;

namespace RaftTorture.Replica.Tests.Tracing;

/// <summary>
/// A node's state rebuilt from its trace alone. What lines did (append, truncate, commit, apply, vote) is held against what every line says
/// the state is, so that a line that is missing or out of place is noticed.
/// </summary>
internal sealed class TraceReplay
{
    private long _seq;
    private bool _countsLines = true;
    private List<(long Index, long Term, string Hash)> _durable = [];

    public long Term { get; private set; }

    public string Vote { get; private set; } = "0";

    public string Role { get; private set; } = "";

    public long Commit { get; private set; }

    public long Applied { get; private set; }

    /// <summary>From index 1.</summary>
    public List<(long Index, long Term, string Hash)> Log { get; private set; } = [];

    /// <exception cref="InvalidDataException">The lines contradict each other; the message names the first that does.</exception>
    public static TraceReplay Of(IEnumerable<string> lines, bool countsLines = true)
    {
        var replay = new TraceReplay { _countsLines = countsLines };
        foreach (var line in lines)
        {
            var parsed = JsonDocument.Parse(line).RootElement;
            if (parsed.TryGetProperty("header", out _))
                replay._seq = 0;
            else
                replay.Take(line, parsed.GetProperty("event"), parsed.GetProperty("extra"));
        }

        return replay;
    }

    private void Take(string line, JsonElement e, JsonElement extra)
    {
        Demand(!_countsLines || extra.GetProperty("seq").GetInt64() == ++_seq, "a line is missing before", line);
        var state = e.GetProperty("state");
        Do(e.GetProperty("name").GetString()!, state, e, extra);
        Demand(state.GetProperty("term").GetInt64() == Term, "the term differs in", line);
        Demand(state.GetProperty("vote").GetString() == Vote, "the vote differs in", line);
        Demand(e.GetProperty("role").GetString() == Role, "the role differs in", line);
        Demand(state.GetProperty("commit").GetInt64() == Commit, "the commit index differs in", line);
        Demand(e.GetProperty("log").GetInt64() == Log.Count, "the log differs in", line);
        Demand(e.GetProperty("applied").GetInt64() == Applied, "the applied index differs in", line);
    }

    private void Do(string name, JsonElement state, JsonElement e, JsonElement extra)
    {
        switch (name)
        {
            case "InitState":
                Log = [.. _durable];
                Commit = Applied = 0;
                TakeRole(state, e);
                break;
            case "BecomeFollower" or "BecomeCandidate" or "BecomeLeader":
                TakeRole(state, e);
                break;
            case "Vote":
                Vote = state.GetProperty("vote").GetString()!;
                break;
            case "Truncate":
                Log.RemoveRange(e.GetProperty("log").GetInt32(), Log.Count - e.GetProperty("log").GetInt32());
                break;
            case "Append":
                Log.AddRange(extra.GetProperty("entries").EnumerateArray().Select(EntryOf));
                break;
            case "Ready":
                _durable = [.. Log];
                break;
            case "Commit" or "FollowerCommit":
                Commit = state.GetProperty("commit").GetInt64();
                break;
            case "Applied":
                Applied++;
                break;
            default:
                break; // Messages and reads change nothing by themselves.
        }
    }

    private void TakeRole(JsonElement state, JsonElement e)
    {
        Role = e.GetProperty("role").GetString()!;
        Term = state.GetProperty("term").GetInt64();
        Vote = state.GetProperty("vote").GetString()!;
    }

    private static (long Index, long Term, string Hash) EntryOf(JsonElement entry) =>
        (entry.GetProperty("index").GetInt64(), entry.GetProperty("term").GetInt64(), entry.GetProperty("hash").GetString()!);

    private static void Demand(bool holds, string problem, string line)
    {
        if (!holds)
            throw new InvalidDataException($"{problem} {line}");
    }
}
