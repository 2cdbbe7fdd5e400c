using System.Collections.Immutable;

namespace RaftTorture.Checking.Formats.Edn;

/// <summary>A value of EDN (github.com/edn-format/edn), as far as histories need it: tags are dropped, what they tag is kept.</summary>
internal abstract record EdnForm
{
    private EdnForm()
    {
    }

    public sealed record Nil : EdnForm;

    /// <summary>A whole number of 64 bits.</summary>
    public sealed record Number(long Content) : EdnForm;

    /// <summary>Any other number, as it was written: <c>3.5</c>, <c>1e999</c>, <c>1/2</c>, <c>##NaN</c>.</summary>
    public sealed record OtherNumber(string Content) : EdnForm;

    public sealed record Text(string Content) : EdnForm;

    /// <summary>A keyword without its colon.</summary>
    public sealed record Keyword(string Name) : EdnForm;

    /// <summary>A symbol, a boolean or a character, as it was written.</summary>
    public sealed record Word(string Content) : EdnForm;

    /// <summary>A vector or a list: <c>[1 2]</c> and <c>(1 2)</c> are equal in Clojure.</summary>
    public sealed record Sequence(ImmutableArray<EdnForm> Items) : EdnForm;

    public sealed record Set(ImmutableArray<EdnForm> Items) : EdnForm;

    public sealed record Map(ImmutableArray<KeyValuePair<EdnForm, EdnForm>> Entries) : EdnForm
    {
        /// <returns>What a keyword stands for, or null.</returns>
        public EdnForm? Find(string keyword)
        {
            foreach (var (key, value) in Entries)
            {
                if (key is Keyword { Name: var name } && name == keyword)
                    return value;
            }

            return null;
        }
    }
}
