using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace RaftTorture.Reporting.Markup;

/// <summary>Finished markup. Text becomes markup only through <see cref="Of"/>, which escapes every hole of its template.</summary>
/// <remarks>
/// Escaping is the default and not a call that one can forget: a key named <c>&lt;/script&gt;</c> comes out as text in every
/// section, because there is no other way in.
/// </remarks>
public readonly record struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    public static readonly Html Empty = new("");

    /// <summary>A template whose literal parts are markup and whose holes are text, numbers, or markup already.</summary>
    public static Html Of(Template template) => new(template.Finish());

    /// <summary>Vouches for markup that was escaped for its own place: a style sheet, a script, inline JSON.</summary>
    public static Html Trusted(string markup) => new(markup);

    public static Html Concat(IEnumerable<Html> parts) => new(string.Concat(parts));

    public override string ToString() => _markup ?? "";

    /// <summary>Collects an interpolated string, escaping what is interpolated.</summary>
    [InterpolatedStringHandler]
    public readonly struct Template(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _markup = new(literalLength + (formattedCount * 16));

        public void AppendLiteral(string markup) => _markup.Append(markup);

        public void AppendFormatted(Html markup) => _markup.Append(markup.ToString());

        public void AppendFormatted(IEnumerable<Html> markup) => _markup.AppendJoin("", markup);

        public void AppendFormatted(string? text) => _markup.Append(WebUtility.HtmlEncode(VisibleText.Of(text)));

        public void AppendFormatted<T>(T value, string? format = null)
            where T : IFormattable => AppendFormatted(value.ToString(format, null));

        internal string Finish() => _markup.ToString();
    }
}
