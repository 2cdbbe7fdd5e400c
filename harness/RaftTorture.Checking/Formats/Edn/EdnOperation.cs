using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Formats.Edn;

/// <summary>One map of a history in Jepsen's words, before anybody has said what its value means.</summary>
/// <param name="Line">Where it stands.</param>
/// <param name="Type">Its <c>:type</c>.</param>
/// <param name="F">Its <c>:f</c>.</param>
internal sealed record EdnOperation(int Line, ProcessId Process, EventType Type, string F)
{
    /// <summary>Its <c>:value</c>.</summary>
    public EdnForm Value { get; init; } = new EdnForm.Nil();

    /// <summary>Its <c>:key</c>, where it has one beside its value, as in the key-value logs of Porcupine.</summary>
    public string? Key { get; init; }

    /// <summary>Its <c>:index</c>; older histories have none.</summary>
    public long? Index { get; init; }

    public long TimeNs { get; init; }

    public string? Node { get; init; }

    public string? Error { get; init; }

    /// <summary>What a missed cas saw: our own word, see <see cref="HistoryEvent.Observed"/>.</summary>
    public EdnForm? Observed { get; init; }

    /// <exception cref="HistoryFormatException">The form is no operation.</exception>
    public static EdnOperation Of(EdnForm form, int line)
    {
        if (form is not EdnForm.Map map)
            throw new HistoryFormatException(line, "an operation is a map, such as {:process 0, :type :invoke, :f :read, :value nil}");
        var process = ProcessOf(map.Find("process"), line);
        return new EdnOperation(line, process, TypeOf(map.Find("type"), line), FunctionOf(map.Find("f"), process, line))
        {
            Value = map.Find("value") ?? new EdnForm.Nil(),
            Key = TextOf(map.Find("key")),
            Index = (map.Find("index") as EdnForm.Number)?.Content,
            TimeNs = (map.Find("time") as EdnForm.Number)?.Content ?? 0,
            Node = TextOf(map.Find("node")),
            Error = TextOf(map.Find("error")),
            Observed = map.Find("observed"),
        };
    }

    public static ProcessId ProcessOf(EdnForm? form, int line) => form switch
    {
        EdnForm.Number { Content: >= 0 and <= int.MaxValue and var number } => new ProcessId((int)number),
        EdnForm.Keyword { Name: "nemesis" } => ProcessId.Nemesis,
        null => throw new HistoryFormatException(line, "it has no :process"),
        _ => throw new HistoryFormatException(line, ":process must be a number from 0, or :nemesis"),
    };

    public static EventType TypeOf(EdnForm? form, int line) => (form is null ? null : EdnValues.Name(form)) switch
    {
        "invoke" => EventType.Invoke,
        "ok" => EventType.Ok,
        "fail" => EventType.Fail,
        "info" => EventType.Info,
        null => throw new HistoryFormatException(line, "it has no :type"),
        _ => throw new HistoryFormatException(line, ":type must be :invoke, :ok, :fail or :info"),
    };

    /// <summary>What the nemesis does is only shown, and need not have a name.</summary>
    public static string FunctionOf(EdnForm? form, ProcessId process, int line) => form switch
    {
        EdnForm.Keyword or EdnForm.Text => EdnValues.Name(form),
        _ when process.IsNemesis => "",
        _ => throw new HistoryFormatException(line, ":f must be a keyword, such as :read"),
    };

    private static string? TextOf(EdnForm? form) => form is null or EdnForm.Nil ? null : EdnValues.Name(form);
}
