using System.Globalization;

namespace RaftTorture.Checking.Tests.Formats;

/// <summary>The same small history in every format: a write, a read that overlaps it, a cas that failed and one of unknown outcome.</summary>
internal static class Samples
{
    public const string JsonLines = """
        {"process":0,"type":"invoke","f":"write","value":1}
        {"process":1,"type":"invoke","f":"read","value":null}
        {"process":0,"type":"ok","f":"write","value":1}
        {"process":1,"type":"ok","f":"read","value":1}
        {"process":2,"type":"invoke","f":"cas","value":[0,3]}
        {"process":2,"type":"fail","f":"cas","value":[0,3]}
        {"process":3,"type":"invoke","f":"cas","value":[1,4]}
        {"process":3,"type":"info","f":"cas","value":null,"error":"timed-out"}

        """;

    public const string Edn = """
        {:process 0, :type :invoke, :f :write, :value 1}
        {:process 1, :type :invoke, :f :read, :value nil}
        {:process 0, :type :ok, :f :write, :value 1}
        {:process 1, :type :ok, :f :read, :value 1}
        {:process 2, :type :invoke, :f :cas, :value [0 3]}
        {:process 2, :type :fail, :f :cas, :value [0 3]}
        {:process 3, :type :invoke, :f :cas, :value [1 4]}
        {:process 3, :type :info, :f :cas, :value :timed-out}

        """;

    public const string EdnList = $"[{Edn}]";

    /// <summary>The etcd logs of Porcupine, which are Jepsen's.</summary>
    public static readonly string Log = string.Concat(Edn.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(LogLine));

    public static readonly string[] All = [JsonLines, Edn, EdnList, Log];

    private static string LogLine(string map)
    {
        var words = map.Trim('{', '}').Split(", ").Select(entry => entry[(entry.IndexOf(' ', 1) + 1)..]);
        return string.Create(CultureInfo.InvariantCulture, $"INFO  jepsen.util - {string.Join('\t', words)}\n");
    }
}
