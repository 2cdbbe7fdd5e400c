using System.Diagnostics;

namespace RaftTorture.Checking.Formats;

/// <summary>The forms in which histories are written.</summary>
public enum HistoryFormat
{
    /// <summary>Nothing at all: a history of nothing, if somebody vouches for it.</summary>
    Empty,

    /// <summary>Our <c>history.jsonl</c>: a JSON object a line.</summary>
    JsonLines,

    /// <summary>
    /// EDN maps, one after the other or in a list: Jepsen's <c>history.edn</c>, the data of Knossos, the key-value logs of Porcupine.
    /// </summary>
    Edn,

    /// <summary>What Jepsen logs of its operations, <c>jepsen.log</c> and <c>history.txt</c>, and the etcd logs of Porcupine.</summary>
    JepsenLog,
}

/// <summary>How formats are called.</summary>
public static class HistoryFormatNames
{
    public static string NameOf(HistoryFormat format) => format switch
    {
        HistoryFormat.Empty => "empty",
        HistoryFormat.JsonLines => "jsonl",
        HistoryFormat.Edn => "edn",
        HistoryFormat.JepsenLog => "jepsen-log",
        _ => throw new UnreachableException(),
    };
}
