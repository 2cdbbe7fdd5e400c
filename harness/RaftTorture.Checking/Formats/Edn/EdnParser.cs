using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Formats.Edn;

/// <summary>Reads EDN forms one after the other.</summary>
internal ref struct EdnParser
{
    /// <summary>Deeper than any history nests. The parser recurs, and a bound keeps a hostile file off the stack's end.</summary>
    private const int MaxDepth = 64;

    private static readonly SearchValues<byte> Delimiters = SearchValues.Create(" \t\r\n,()[]{}\";"u8);

    private readonly ReadOnlySpan<byte> _utf8;
    private int _at;
    private int _depth;

    public EdnParser(ReadOnlySpan<byte> utf8, int firstLine)
    {
        _utf8 = utf8;
        Line = firstLine;
    }

    /// <summary>Where the parser stands, counted from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Whether a form was begun that the text does not end.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>What was not read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _utf8[_at..];

    /// <summary>Moves on to the next form.</summary>
    /// <returns>False at the end of the text.</returns>
    public bool MoveToForm()
    {
        SkipBlanks();
        return _at < _utf8.Length;
    }

    /// <summary>Takes one byte, if it is the next one.</summary>
    public bool TryTake(char symbol)
    {
        if (_at == _utf8.Length || _utf8[_at] != symbol)
            return false;
        _at++;
        return true;
    }

    /// <exception cref="HistoryFormatException">What stands here is no EDN.</exception>
    public EdnForm ReadForm()
    {
        if (++_depth > MaxDepth)
            throw Bad($"brackets nest deeper than {MaxDepth}");
        if (!MoveToForm())
            throw CutOff(Line, "a value is missing at the end");
        var form = ReadFormHere();
        _depth--;
        return form;
    }

    private EdnForm ReadFormHere()
    {
        switch (Take())
        {
            case (byte)'[':
                return new EdnForm.Sequence(ReadUntil(']'));
            case (byte)'(':
                return new EdnForm.Sequence(ReadUntil(')'));
            case (byte)'{':
                return ReadMap();
            case (byte)'#':
                return ReadDispatch();
            case (byte)'"':
                return new EdnForm.Text(EdnText.Read(ref this));
            case (byte)'\\':
                return ReadCharacter();
            case (byte)']' or (byte)')' or (byte)'}':
                throw Bad($"a '{(char)_utf8[_at - 1]}' closes nothing");
            default:
                _at--;
                return AtomOf(ReadToken());
        }
    }

    /// <summary>A character may be a bracket: <c>\(</c>.</summary>
    private EdnForm.Word ReadCharacter()
    {
        var start = _at - 1;
        Take();
        TakeToken();
        return new EdnForm.Word(EdnText.Decode(_utf8[start.._at], Line));
    }

    private EdnForm ReadDispatch()
    {
        if (TryTake('{'))
            return new EdnForm.Set(ReadUntil('}'));
        if (TryTake('#'))
            return new EdnForm.OtherNumber($"##{ReadToken()}");
        if (ReadToken().Length == 0)
            throw Bad("a '#' tags nothing");
        return ReadForm();
    }

    private ImmutableArray<EdnForm> ReadUntil(char end)
    {
        var opened = Line;
        var items = ImmutableArray.CreateBuilder<EdnForm>();
        while (MoveToForm())
        {
            if (TryTake(end))
                return items.DrainToImmutable();
            items.Add(ReadForm());
        }

        throw CutOff(opened, $"a bracket is opened here that no '{end}' closes");
    }

    private EdnForm.Map ReadMap()
    {
        var opened = Line;
        var items = ReadUntil('}');
        if (items.Length % 2 != 0)
            throw new HistoryFormatException(opened, "a map has a key without a value");
        return new EdnForm.Map([.. items.Chunk(2).Select(pair => new KeyValuePair<EdnForm, EdnForm>(pair[0], pair[1]))]);
    }

    private static EdnForm AtomOf(string token)
    {
        if (token == "nil")
            return new EdnForm.Nil();
        if (token.StartsWith(':'))
            return new EdnForm.Keyword(token[1..]);
        if (!IsNumeric(token))
            return new EdnForm.Word(token);
        return long.TryParse(token.TrimEnd('N'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new EdnForm.Number(number)
            : new EdnForm.OtherNumber(token);
    }

    private static bool IsNumeric(string token) => char.IsAsciiDigit(token[0]) || (token.Length > 1 && token[0] is '-' or '+' && char.IsAsciiDigit(token[1]));

    private string ReadToken() => EdnText.Decode(TakeToken(), Line);

    /// <summary>The bytes up to the next blank, bracket, quote or comment.</summary>
    private ReadOnlySpan<byte> TakeToken()
    {
        var length = _utf8[_at..].IndexOfAny(Delimiters);
        var token = length < 0 ? _utf8[_at..] : _utf8.Slice(_at, length);
        _at += token.Length;
        IsCutOff |= length < 0;
        return token;
    }

    /// <summary>Blanks, commas, comments, and forms that a <c>#_</c> takes away.</summary>
    private void SkipBlanks()
    {
        while (_at < _utf8.Length)
        {
            var next = _utf8[_at];
            if (next is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',')
                Take();
            else if (next is (byte)';')
                SkipComment();
            else if (_utf8[_at..].StartsWith("#_"u8))
                SkipForm();
            else
                return;
        }
    }

    private void SkipComment()
    {
        var length = _utf8[_at..].IndexOf((byte)'\n');
        _at = length < 0 ? _utf8.Length : _at + length;
    }

    private void SkipForm()
    {
        _at += 2;
        ReadForm();
    }

    /// <summary>The next byte.</summary>
    internal byte Take()
    {
        if (_at == _utf8.Length)
            throw CutOff(Line, "the text ends within a value");
        var taken = _utf8[_at++];
        if (taken == '\n')
            Line++;
        return taken;
    }

    internal readonly HistoryFormatException Bad(string reason) => new(Line, reason);

    private HistoryFormatException CutOff(int line, string reason)
    {
        IsCutOff = true;
        return new HistoryFormatException(line, reason);
    }
}
