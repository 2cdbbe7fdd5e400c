using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace RaftTorture.Checking.Histories;

/// <summary>Reads one line of a history in one pass over its bytes; fields may stand in any order.</summary>
internal ref struct HistoryLineParser
{
    private readonly int _lineNumber;
    private readonly RecentValues? _recent;
    private Utf8JsonReader _json;
    private long? _index;
    private long _timeNs;
    private ProcessId? _process;
    private EventType? _type;
    private string? _f;
    private string? _key;
    private Value _value = Value.Absent;
    private string? _node;
    private string? _error;
    private Value? _observed;

    private HistoryLineParser(ReadOnlySpan<byte> utf8, int lineNumber, RecentValues? recent)
    {
        _json = new Utf8JsonReader(utf8);
        _lineNumber = lineNumber;
        _recent = recent;
    }

    /// <param name="recent">What the lines before held, to be shared; null for a line that stands alone.</param>
    /// <exception cref="HistoryFormatException">The line is not an event.</exception>
    public static HistoryEvent Parse(ReadOnlySpan<byte> utf8, int lineNumber, RecentValues? recent = null)
    {
        var parser = new HistoryLineParser(utf8, lineNumber, recent);
        try
        {
            parser.ReadFields();
            return parser.Build();
        }
        catch (JsonException e)
        {
            throw new HistoryFormatException(lineNumber, $"not a JSON object, broken at byte {(e.BytePositionInLine ?? 0) + 1}");
        }
        catch (InvalidOperationException)
        {
            // What the reader throws on text that is no Unicode; asking for wrong kinds of token is ruled out above it.
            throw new HistoryFormatException(lineNumber, "a text in it is not valid UTF-8");
        }
    }

    private void ReadFields()
    {
        if (!_json.Read() || _json.TokenType != JsonTokenType.StartObject)
            throw Bad("an event is a JSON object");
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
            ReadField();

        // The reader looks for trailing garbage only when asked for more.
        _json.Read();
    }

    private void ReadField()
    {
        if (IsField("index"u8))
            _index = ReadNumber("index");
        else if (IsField("time"u8))
            _timeNs = ReadNumber("time");
        else if (IsField("process"u8))
            _process = ReadProcess();
        else if (IsField("type"u8))
            _type = ReadEventType();
        else if (IsField("f"u8))
            _f = ReadFunction();
        else if (IsField("key"u8))
            _key = ReadText("key");
        else if (IsField("value"u8))
            _value = ReadValue("value");
        else if (IsField("node"u8))
            _node = ReadText("node");
        else if (IsField("error"u8))
            _error = ReadText("error");
        else if (IsField("observed"u8))
            _observed = ReadValue("observed");
        else
            _json.Skip();
    }

    /// <summary>Whether the current field has this name; if so, moves on to its value.</summary>
    private bool IsField(ReadOnlySpan<byte> name) => _json.ValueTextEquals(name) && _json.Read();

    private readonly HistoryEvent Build() => new()
    {
        Index = _index ?? _lineNumber - 1,
        TimeNs = _timeNs,
        Process = _process ?? throw Bad("it has no \"process\""),
        Type = _type ?? throw Bad("it has no \"type\""),
        F = _f ?? throw Bad("it has no \"f\""),
        Key = _key,
        Value = _value,
        Node = _node,
        Error = _error,
        Observed = _observed,
    };

    private readonly long ReadNumber(string field) =>
        _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var number)
            ? number
            : throw Bad($"\"{field}\" must be a whole number of at most 64 bits");

    private readonly ProcessId ReadProcess()
    {
        if (_json.TokenType == JsonTokenType.String && _json.ValueTextEquals("nemesis"u8))
            return ProcessId.Nemesis;
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetInt32(out var number) && number >= 0)
            return new ProcessId(number);
        throw Bad("\"process\" must be a number from 0, or \"nemesis\"");
    }

    private readonly EventType ReadEventType()
    {
        if (_json.TokenType == JsonTokenType.String)
        {
            if (_json.ValueTextEquals("invoke"u8))
                return EventType.Invoke;
            if (_json.ValueTextEquals("ok"u8))
                return EventType.Ok;
            if (_json.ValueTextEquals("fail"u8))
                return EventType.Fail;
            if (_json.ValueTextEquals("info"u8))
                return EventType.Info;
        }

        throw Bad("\"type\" must be \"invoke\", \"ok\", \"fail\" or \"info\"");
    }

    private string ReadFunction() => ReadText("f") ?? throw Bad("\"f\" must be a text");

    /// <remarks>Histories of other tools number their keys; as a key, 7 and "7" are the same.</remarks>
    private string? ReadText(string field) => _json.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => ReadString(),
        JsonTokenType.Number => _recent?.Numeral(ReadNumber(field)) ?? ReadNumber(field).ToString(CultureInfo.InvariantCulture),
        _ => throw Bad($"\"{field}\" must be a text"),
    };

    private string ReadString() => _recent is null ? _json.GetString()! : _recent.Text(ref _json);

    private Value ReadValue(string field) => _json.TokenType switch
    {
        JsonTokenType.Null => Value.Absent,
        JsonTokenType.Number => _recent?.Number(ReadNumber(field)) ?? Value.Of(ReadNumber(field)),
        JsonTokenType.String => _recent?.TextValue(ReadString()) ?? Value.Of(ReadString()),
        JsonTokenType.StartArray => ReadItems(field),
        _ => throw Bad($"\"{field}\" must be null, a whole number, a text, or a list of these"),
    };

    private Value.Items ReadItems(string field)
    {
        var items = ImmutableArray.CreateBuilder<Value>();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
            items.Add(ReadValue(field));
        return new Value.Items(items.DrainToImmutable());
    }

    private readonly HistoryFormatException Bad(string reason) => new(_lineNumber, reason);
}
