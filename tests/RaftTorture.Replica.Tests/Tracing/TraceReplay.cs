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
    private long _logStart;
    private long? _installed;

    public long Term { get; private set; }

    public string Vote { get; private set; } = "0";

    public string Role { get; private set; } = "";

    public long Commit { get; private set; }

    public long Applied { get; private set; }

    /// <summary>From where it was last cut.</summary>
    public List<(long Index, long Term, string Hash)> Log { get; private set; } = [];

    public string Voters { get; private set; } = "";

    public string Learners { get; private set; } = "";

    private long LastIndex => Log.Count == 0 ? _logStart : Log[^1].Index;

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
        Demand(e.GetProperty("log").GetInt64() == LastIndex, "the log differs in", line);
        Demand(e.GetProperty("applied").GetInt64() == Applied, "the applied index differs in", line);
        Demand(Ids(e.GetProperty("conf")[0]) == Voters, "the voters differ in", line);
        if (e.TryGetProperty("prop", out var prop) && prop.GetProperty("cc").TryGetProperty("newconf", out var voters))
            (Voters, Learners) = (Ids(voters), Ids(extra.GetProperty("learners")));
    }

    private void Do(string name, JsonElement state, JsonElement e, JsonElement extra)
    {
        switch (name)
        {
            case "InitState":
                Restart(state, e, extra);
                break;
            case "BecomeFollower" or "BecomeCandidate" or "BecomeLeader":
                TakeRole(state, e);
                break;
            case "Vote":
                Vote = state.GetProperty("vote").GetString()!;
                break;
            case "Truncate":
                Log.RemoveAll(entry => entry.Index > e.GetProperty("log").GetInt64());
                break;
            case "Append":
                foreach (var entry in extra.GetProperty("entries").EnumerateArray().Select(EntryOf))
                    Append(entry);
                break;
            case "Ready":
                _durable = [.. Log];
                break;
            case "Commit" or "FollowerCommit":
                Commit = state.GetProperty("commit").GetInt64();
                break;
            case "Applied":
                (Applied, _installed) = (_installed ?? Applied + 1, null);
                break;
            case "Compact":
                Cut(extra.GetProperty("upTo").GetInt64(), keepsRest: true);
                break;
            case "SnapshotInstalled":
                _installed = Commit = extra.GetProperty("snapshot").GetProperty("index").GetInt64();
                Cut(Commit, extra.GetProperty("keepsLog").GetBoolean());
                break;
            default:
                break; // Messages and reads change nothing by themselves.
        }
    }

    private void Append((long Index, long Term, string Hash) entry)
    {
        Demand(entry.Index == LastIndex + 1, $"the log ends at {LastIndex} before", $"{entry}");
        Log.Add(entry);
    }

    private void Restart(JsonElement state, JsonElement e, JsonElement extra)
    {
        Log = [.. _durable];
        _installed = null;
        _logStart = extra.GetProperty("logStart").GetProperty("index").GetInt64();
        Commit = Applied = extra.GetProperty("snapshot").GetProperty("index").GetInt64();
        (Voters, Learners) = (Ids(e.GetProperty("conf")[0]), Ids(extra.GetProperty("learners")));
        TakeRole(state, e);
    }

    private void Cut(long upTo, bool keepsRest)
    {
        _logStart = upTo;
        Log.RemoveAll(entry => !keepsRest || entry.Index <= upTo);
        _durable.RemoveAll(entry => !keepsRest || entry.Index <= upTo);
    }

    private static string Ids(JsonElement nodes) => string.Join(' ', nodes.EnumerateArray().Select(node => node.GetString()));

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
