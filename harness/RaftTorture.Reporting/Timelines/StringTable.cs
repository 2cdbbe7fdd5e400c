using RaftTorture.Reporting.Markup;

namespace RaftTorture.Reporting.Timelines;

/// <summary>Each text once, named by its position: a history says the same few thousand things over and over.</summary>
public sealed class StringTable
{
    /// <summary>A list of appended elements grows with each read; past this the history file has the rest.</summary>
    private const int MaxCharacters = 120;

    private readonly Dictionary<string, int> _positions = [];
    private readonly List<string> _texts = [];

    public IReadOnlyList<string> Texts => _texts;

    /// <summary>The position of a text; −1 for none.</summary>
    public int PositionOf(string? text)
    {
        if (text is null)
            return -1;
        var shown = VisibleText.Of(text, MaxCharacters);
        if (!_positions.TryGetValue(shown, out var position))
        {
            position = _texts.Count;
            _positions.Add(shown, position);
            _texts.Add(shown);
        }

        return position;
    }
}
